"""The panel as its user knows it: by the names of design §8's contract, never by its markup."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

RETURNED = "Palautunut puhelu"


class Panel:
    """One open panel (a page, or the side panel), in Finnish."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.card = page.get_by_role("region", name="Puhelu", exact=True)
        self.queues = page.get_by_role("table", name="Palvelusarjat")
        self.section = page.get_by_role("button", name="Sarjassa")
        self.receiving = page.get_by_role("switch", name="Vastaanota palvelusarjapuheluita")
        self.availability = page.get_by_role("combobox", name="Tavoitettavuus")
        self.field = page.get_by_role("textbox", name="Siirtokenttä")
        self.search = page.get_by_role("searchbox", name="Hakemisto")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def click(self, name: str) -> None:
        self.button(name).click()

    def member(self, queue: str) -> Locator:
        """The Ei/Kyllä switch of one queue."""
        return self.page.get_by_role("switch", name=queue, exact=True)

    def row(self, queue: str) -> Locator:
        """The queue's row in the list."""
        return self.queues.get_by_role("row").filter(
            has=self.page.get_by_role("button", name=queue, exact=True)
        )

    def fact(self, name: str) -> Locator:
        """What the card says of the call under this term."""
        return self.card.locator("div:has(> dt)").filter(has_text=name).locator("dd")

    def find(self, what: str) -> None:
        self.search.fill(what)

    def number_of(self, name: str) -> Locator:
        """The first number of the directory's entry that has this name."""
        entry = self.page.get_by_role("listitem").filter(has_text=name).first
        return entry.get_by_role("button").first

    def transfer(self, target: str) -> None:
        self.field.fill(target)
        self.click("Siirrä")

    @property
    def returned(self) -> Locator:
        return self.card.get_by_role("img", name=RETURNED)

    # -- what has to come true ---------------------------------------------------------------------

    def rings(self, timeout_s: float = 15.0) -> None:
        expect(self.fact("Tila")).to_contain_text("Soi", timeout=timeout_s * 1000)

    def talks(self) -> None:
        expect(self.fact("Tila")).to_contain_text("Puhelussa", timeout=10_000)

    def holds(self) -> None:
        expect(self.fact("Tila")).to_contain_text("Pidossa", timeout=10_000)

    def is_free(self) -> None:
        """No call in the card."""
        expect(self.card.locator("dl")).to_have_count(0, timeout=10_000)

    def answer_demo_call(self) -> None:
        """Wait for the demo's caller, and lift the demo's phone."""
        self.rings()
        self.click("Vastaa")
        self.talks()
