"""The sample wave through a printer of each label language, with faults of hub, links, paper and power."""
import waves

TITLE = "Printers"
PROFILES = ("tspl_203", "zpl_203", "cpcl_203")


def run(report, night):
    orders = night.root / "config/sample/orders.csv"
    for profile in PROFILES:
        seed = night.draw.randrange(1, 10**6)
        waves.wave(report, night, orders, f"{profile}", None, False, profile)
        waves.wave(report, night, orders, f"{profile}, faults of seed {seed}", seed, False, profile)
