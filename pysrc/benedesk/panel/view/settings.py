"""How this browser rings, and the keys: the last part of the panel, closed at first."""

from __future__ import annotations

from ..acts.keys import keys_of
from ..state.scene import Scene
from ..state.ui import Sound, Ui
from ..text.markup import Html, flag, h, join, yes_no
from ..text.words import Words
from .icons import icon


def settings(scene: Scene) -> Html:
    """Volume, test and output device; the list of shortcuts."""
    words, ui = scene.words, scene.ui
    return h(
        '<div data-key="settings"><div class="section-head"><h2 id="settings-title">'
        '<button type="button" class="disclosure" id="settings-button" data-act="settings" '
        'aria-expanded="{is_open}" aria-controls="settings-body">{chevron}{title}</button></h2></div>'
        '<div class="settings" id="settings-body"{hidden}><fieldset><legend>{ring}</legend>{sound}'
        "</fieldset><fieldset><legend>{shortcuts}</legend>{keys}</fieldset></div></div>",
        is_open=yes_no(ui.settings_open), chevron=icon("chevron"), title=words("settings"),
        hidden=flag("hidden", not ui.settings_open), ring=words("ring"), sound=_sound(words, ui),
        shortcuts=words("shortcuts"), keys=_keys(scene),
    )  # fmt: skip


def _sound(words: Words, ui: Ui) -> Html:
    volume = ui.preferences.volume
    return h(
        '<div class="setting"><label for="volume">{label}</label><input id="volume" type="range" min="0" '
        'max="100" step="5" value="{volume}" data-fill="{volume}" data-act="volume" data-on="change">'
        '<button type="button" class="mend" id="ring-test" data-act="ring-test">{test}</button></div>'
        "{device}",
        label=words("ring.volume"), volume=volume, test=words("ring.test"),
        device=_device(words, ui.sound, ui.preferences.device) if ui.sound.choosable else "",
    )  # fmt: skip


def _device(words: Words, sound: Sound, chosen: str) -> Html:
    usual = (("", words("ring.device.usual")),)
    options = join(
        h('<option value="{}"{}>{}</option>', id_, flag("selected", id_ == chosen), name)
        for id_, name in (*usual, *sound.devices)
    )
    find = h(
        '<button type="button" class="mend" id="ring-find" data-act="ring-find" title="{}">{}</button>',
        words("ring.device.why"), words("ring.device.find"),
    )  # fmt: skip
    return h(
        '<div class="setting"><label for="device">{}</label><select id="device" data-act="device">{}</select>'
        "{}</div>",
        words("ring.device"), options, Html() if sound.devices else find,
    )  # fmt: skip


def _keys(scene: Scene) -> Html:
    words, preferences = scene.words, scene.ui.preferences
    rows = join(
        h(
            '<div class="setting"><label for="key-{0}">{1}</label><input id="key-{0}" class="shortcut" '
            'type="text" readonly data-shortcut="{0}" value="{2}" data-fill="{2}" placeholder="–"></div>',
            action, words(f"shortcut.{action}"), keys,
        )
        for action, keys in keys_of(preferences).items()
        if action != "answer" or scene.demo
    )  # fmt: skip
    return h(
        '{typing}{on}{rows}<p class="hint">{how}</p>'
        '<button type="button" class="mend" id="shortcuts-usual" data-act="shortcuts-usual">{usual}</button>',
        typing=_tick(words, "type-to-search", preferences.type_to_search),
        on=_tick(words, "shortcuts-on", preferences.shortcuts_on), rows=rows,
        how=words("shortcuts.how"), usual=words("shortcuts.usual"),
    )  # fmt: skip


def _tick(words: Words, act: str, on: bool) -> Html:
    return h(
        '<div class="setting"><label for="{0}">{1}</label><input id="{0}" type="checkbox" data-act="{0}" '
        'data-on="change"{2}></div>',
        act, words(f"setting.{act}"), flag("checked", on),
    )  # fmt: skip


def silent(scene: Scene) -> Html:
    """The browser keeps the ring silent until the first press anywhere."""
    text = scene.words("ring.blocked")
    hidden = flag("hidden", scene.ui.sound.allowed or scene.agent is None)
    return h(
        '<p class="notice silent" data-key="silent"{}>{}<span>{}</span></p>', hidden, icon("phone"), text
    )
