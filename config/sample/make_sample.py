#!/usr/bin/env python3
"""Makes the sample wave: orders.csv and loads.csv beside this script. Everything in it is invented.

Run it again and the same bytes come out: the numbers come from a small generator of its own, not from the
library's, so that no version of Python changes the wave. An ordered amount is the roundest one that the real
weight meets within 8 %; three lines in a hundred miss by 15 to 30 %, as they do in life.
"""
import csv
import pathlib

WAVE = "S20260301"

# sku, name, category, kind, unit, typical amount of one line (grams, or pieces)
PRODUCTS = [
    ("P1001", "青山小白菜", "叶菜", "weighed", "斤", 1800),
    ("P1002", "露水菠菜", "叶菜", "weighed", "斤", 1200),
    ("P1003", "紫芯生菜", "叶菜", "weighed", "斤", 1500),
    ("P1004", "石桥芹菜", "叶菜", "weighed", "斤", 1600),
    ("P1005", "早市空心菜 ", "叶菜", "weighed", "斤", 1300),  # the trailing space is part of the name
    ("P2001", "赤泥土豆(大)", "根茎", "weighed", "斤", 4500),
    ("P2002", "沙地胡萝卜", "根茎", "weighed", "斤", 2600),
    ("P2003", "月牙山药", "根茎", "weighed", "斤", 2200),
    ("P2004", "白玉萝卜", "根茎", "weighed", "斤", 3800),
    ("P3001", "红灯笼番茄", "茄果", "weighed", "斤", 3000),
    ("P3002", "长街茄子", "茄果", "weighed", "斤", 2400),
    ("P3003", "尖角青椒(1)", "茄果", "weighed", "斤", 1000),
    ("P3004", "火苗小米椒", "茄果", "weighed", "斤", 350),
    ("P3005", "翠衣黄瓜", "茄果", "weighed", "斤", 2800),
    ("P4001", "雪伞蘑菇(盒)", "菌菇", "counted", "盒", 4),
    ("P4002", "灰帽平菇", "菌菇", "weighed", "斤", 900),
    ("P4003", "银耳朵木耳(袋)", "菌菇", "counted", "袋", 2),
    ("P5001", "短梗香菜(份)", "香料", "counted", "份", 3),
    ("P5002", "云岭小葱(把)", "香料", "counted", "把", 5),
    ("P5003", "老坡生姜", "香料", "weighed", "斤", 600),
    ("P6001", "豆坊老豆腐(盒)", "豆制品", "counted", "盒", 6),
    ("P6002", "手磨千张", "豆制品", "weighed", "斤", 800),
    ("P7001", "谷仓鸡蛋(板)", "禽蛋", "counted", "板", 1),
    ("P7002", "散养鸭蛋(盒)", "禽蛋", "counted", "盒", 2),
]
PLACES = ["小馆", "食堂", "面馆", "幼儿园", "酒楼", "便利店", "茶餐厅", "小学"]
NAMES = ["东篱", "听雨", "三味", "半亩", "拾穗", "小满", "云起", "归田", "芳洲", "南枝", "晴川", "望岳"]
DRIVERS = ["阿顺", "老秦", "小马", "大柱"]
NOTES = ["", "", "", "", "", "不要带泥", "分两袋", "挑小的", "早上七点前"]
CUSTOMERS = 36
LINES = 300


class Numbers:
    """A linear congruential generator (constants of Knuth's MMIX)."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n


def ordered_for(grams, numbers):
    """The roundest amount in 斤, in hundredths, that lies within 8 % of the weight; and sometimes far from it."""
    if numbers.below(100) < 3:
        sign = 1 if numbers.below(2) else -1
        miss = sign * (15 + numbers.below(16))
        wanted = grams * 100 // (5 * (100 + miss))  # hundredths of a jin whose actual misses by so many percent
        return max(10, (wanted + 5) // 10 * 10)
    jin_hundredths = grams // 5
    for step in (100, 50, 20, 10):
        near = max(step, (jin_hundredths + step // 2) // step * step)
        if abs(near - jin_hundredths) * 100 <= 8 * near:
            return near
    return (jin_hundredths + 5) // 10 * 10


def text(hundredths):
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")


def customers():
    for number in range(1, CUSTOMERS + 1):
        route = (number - 1) // 9 + 1
        name = NAMES[(number - 1) % len(NAMES)] + PLACES[(number - 1) % len(PLACES)]
        yield f"{'ABCD'[route - 1]}-{number:03d}", name, f"R{route}", DRIVERS[route - 1], f"T{number:03d}"


def main():
    numbers = Numbers(20260333)
    everyone = list(customers())
    # Most products go to many customers, few to a few, as on a real floor; a customer takes a product once.
    pairs = []
    for place, product in enumerate(PRODUCTS):
        order = list(everyone)
        for i in range(len(order) - 1, 0, -1):
            j = numbers.below(i + 1)
            order[i], order[j] = order[j], order[i]
        share = 20 - (place * 7) % 14
        pairs += [(product, customer) for customer in order[:share]]
    for i in range(len(pairs) - 1, 0, -1):
        j = numbers.below(i + 1)
        pairs[i], pairs[j] = pairs[j], pairs[i]

    here = pathlib.Path(__file__).parent
    with open(here / "orders.csv", "w", encoding="utf-8", newline="") as orders_file, \
         open(here / "loads.csv", "w", encoding="utf-8", newline="") as loads_file:
        orders = csv.writer(orders_file, lineterminator="\n")
        loads = csv.writer(loads_file, lineterminator="\n")
        orders.writerow("wave,order_no,line_no,customer_code,customer,route,driver,tote,sku,product,category,kind,"
                        "ordered,unit,note".split(","))
        loads.writerow("line_no,sku,customer_code,actual,actual_unit".split(","))
        for line_no, (product, customer) in enumerate(pairs[:LINES], 1):
            sku, name, category, kind, unit, usual = product
            code, customer_name, route, driver, tote = customer
            note = NOTES[numbers.below(len(NOTES))]
            if kind == "counted":
                ordered = actual = str(1 + numbers.below(2 * usual))
                actual_unit = unit
            else:
                grams = max(100, usual * (40 + numbers.below(121)) // 100 // 5 * 5)
                ordered = text(ordered_for(grams, numbers))
                actual, actual_unit = f"{grams // 1000}.{grams % 1000:03d}", "kg"
            orders.writerow([WAVE, f"{WAVE}-{code}", line_no, code, customer_name, route, driver, tote, sku, name,
                             category, kind, ordered, unit, note])
            loads.writerow([line_no, sku, code, actual, actual_unit])


if __name__ == "__main__":
    main()
