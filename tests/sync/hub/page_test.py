#!/usr/bin/env python3
"""The supervisors' page: both languages are complete, and nothing of it can turn a customer's name into markup."""
import pathlib
import re
import unittest

WEB = pathlib.Path(__file__).resolve().parents[3] / "sync/hub/web"


def scripts():
    return "".join(p.read_text(encoding="utf-8") for p in sorted(WEB.glob("*.js")) if p.name != "words.js")


class Page(unittest.TestCase):
    def words(self):
        text = (WEB / "words.js").read_text(encoding="utf-8")
        languages = re.findall(r"^  (zh|en): \{(.*?)^  \},", text, re.S | re.M)
        return {name: dict(re.findall(r'(\w+): "((?:[^"\\]|\\.)*)"', body)) for name, body in languages}

    def test_every_text_is_there_in_both_languages(self):
        words = self.words()
        self.assertEqual(set(words), {"zh", "en"})
        self.assertEqual(set(words["zh"]), set(words["en"]))
        used = set(re.findall(r'\bt\("(\w+)"', scripts()))
        self.assertGreater(len(used), 40)
        self.assertEqual(used - set(words["zh"]), set())
        for why in ("moved", "cancelled", "closed", "unknown_task", "not_given", "fork", "chain", "signature", "unreadable",
                    "void_after_close", "void_after_cancel", "void_of_corrected", "right_revoked"):
            self.assertIn("why_" + why, words["zh"])
        for kind in re.findall(r'audit\(\s*[\w.()]+,\s*"(\w+)"', "".join(p.read_text(encoding="utf-8") for p in WEB.parent.glob("*.cpp"))):
            self.assertIn("ev_" + kind, words["zh"])
        for document in ("receipt", "return", "outbound", "shipment"):
            for state in ("confirmed", "cancelled"):
                self.assertIn(f"ev_{document}_{state}", words["zh"])

    def test_places_in_a_text_are_the_same_in_both(self):
        words = self.words()
        for key, text in words["zh"].items():
            self.assertEqual(re.findall(r"\{\d\}", text), re.findall(r"\{\d\}", words["en"][key]), key)

    def test_nothing_is_put_in_as_markup_or_inline(self):
        script = scripts()
        for banned in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "DOMParser"):
            self.assertNotIn(banned, script)
        page = (WEB / "index.html").read_text(encoding="utf-8")
        self.assertNotRegex(page, r"<script(?![^>]*src=)|\sstyle=|\son\w+=|<style|https?://")


if __name__ == "__main__":
    unittest.main()
