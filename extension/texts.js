// The words of the options page, the notifications and the actions at numbers; the panel has its own.
import { LANGUAGES } from './facts.js';

/** @typedef {typeof TEXTS.fi} Texts  one language's words by name */

/** @satisfies {Record<import('./facts.js').Language, Record<string, string>>} */
export const TEXTS = {
  fi: {
    title: 'BeneDeskin asetukset',
    language: 'Kieli',
    server: 'Palvelin',
    server_address: 'Palvelimen osoite',
    server_hint: 'Saat osoitteen ylläpitäjältäsi. Ilman osoitetta paneeli näyttää esittelyn.',
    save: 'Tallenna',
    saved: 'Tallennettu.',
    bad_address: 'Osoitteen alussa on wss://, tai omalla koneella ws://127.0.0.1.',
    sign_in_title: 'Kirjautuminen',
    demo_note: 'Esittelyyn ei kirjauduta. Anna ensin palvelimen osoite.',
    user: 'Käyttäjätunnus',
    password: 'Salasana',
    sign_in: 'Kirjaudu sisään',
    signing_in: 'Kirjaudutaan…',
    signed_in_as: 'Kirjautuneena: {agent}',
    sign_out: 'Kirjaudu ulos',
    fill_both: 'Anna käyttäjätunnus ja salasana.',
    bad_credentials: 'Käyttäjätunnus tai salasana on väärä.',
    too_many_attempts: 'Liian monta yritystä. Odota hetki ja yritä uudelleen.',
    unreachable:
      'Palvelimeen ei saada yhteyttä, tai se ei salli tätä laajennusta. Tarkista osoite ja verkko.',
    failed: 'Palvelin ei ottanut kirjautumista vastaan ({code}).',
    open_panel: 'Avaa paneeli',
    open_hint: 'Paneeli aukeaa myös työkalurivin BeneDesk-painikkeesta.',
    managed: 'Ylläpitäjäsi on asettanut osan asetuksista. Niitä ei voi muuttaa tässä.',
    numbers_title: 'Numerot verkkosivuilla',
    numbers: 'Näytä puhelinnumeroissa siirto ja soitto',
    numbers_hint:
      'Selain kysyy luvan lukea sivuja. Sivut luetaan vain tässä selaimessa: palvelimelle lähtee ainoastaan numero, jonka valitset. Avoimet sivut on ladattava uudelleen.',
    idle: 'Avaa BeneDesk',
    ringing: 'Soi: {queue}, {caller}',
    ringing_in: 'Puhelu: {queue}',
    withheld: 'Numero salattu',
    fill: 'Siirrä',
    call: 'Soita',
    fill_number: 'Siirtokenttään: %s',
    call_number: 'Soita: %s',
    not_taken: 'Paneeli ei auennut. Numerolle {number} ei tehty mitään.',
    not_a_number: '”{number}” ei ole puhelinnumero.',
    nothing_to_hold: 'Sinulla ei ole puhelua, jonka voisi panna pitoon tai ottaa pois pidosta.',
    'nothing_to_hang-up': 'Sinulla ei ole puhelua, jonka voisi katkaista.',
    not_done: 'Tätä ei voitu tehdä. Katso paneelista, missä puhelu on.',
    no_panel: 'Ei yhteyttä palvelimeen, eikä paneeli ole auki. Mitään ei tehty.',
  },
  sv: {
    title: 'Inställningar för BeneDesk',
    language: 'Språk',
    server: 'Server',
    server_address: 'Serverns adress',
    server_hint: 'Adressen får du av din administratör. Utan adress visar panelen en demonstration.',
    save: 'Spara',
    saved: 'Sparat.',
    bad_address: 'Adressen börjar med wss://, eller på den egna datorn med ws://127.0.0.1.',
    sign_in_title: 'Inloggning',
    demo_note: 'Demonstrationen kräver ingen inloggning. Ange först serverns adress.',
    user: 'Användarnamn',
    password: 'Lösenord',
    sign_in: 'Logga in',
    signing_in: 'Loggar in…',
    signed_in_as: 'Inloggad: {agent}',
    sign_out: 'Logga ut',
    fill_both: 'Ange användarnamn och lösenord.',
    bad_credentials: 'Användarnamnet eller lösenordet är fel.',
    too_many_attempts: 'För många försök. Vänta en stund och försök igen.',
    unreachable:
      'Servern kan inte nås, eller så tillåter den inte det här tillägget. Kontrollera adressen och nätet.',
    failed: 'Servern tog inte emot inloggningen ({code}).',
    open_panel: 'Öppna panelen',
    open_hint: 'Panelen öppnas också med BeneDesk-knappen i verktygsfältet.',
    managed: 'Din administratör har bestämt en del av inställningarna. De kan inte ändras här.',
    numbers_title: 'Nummer på webbsidor',
    numbers: 'Visa koppla och ring vid telefonnummer',
    numbers_hint:
      'Webbläsaren ber om lov att läsa sidor. De läses bara i den här webbläsaren: till servern går endast det nummer som du väljer. Öppna sidor måste laddas om.',
    idle: 'Öppna BeneDesk',
    ringing: 'Ringer: {queue}, {caller}',
    ringing_in: 'Samtal: {queue}',
    withheld: 'Hemligt nummer',
    fill: 'Koppla',
    call: 'Ring',
    fill_number: 'Till kopplingsfältet: %s',
    call_number: 'Ring: %s',
    not_taken: 'Panelen öppnades inte. Inget gjordes med numret {number}.',
    not_a_number: '”{number}” är inget telefonnummer.',
    nothing_to_hold: 'Du har inget samtal att hålla eller återuppta.',
    'nothing_to_hang-up': 'Du har inget samtal att lägga på.',
    not_done: 'Det gick inte. Se i panelen hur det står till med samtalet.',
    no_panel: 'Ingen förbindelse med servern, och panelen är inte öppen. Inget gjordes.',
  },
  en: {
    title: 'BeneDesk settings',
    language: 'Language',
    server: 'Server',
    server_address: 'Address of the server',
    server_hint: 'Your administrator knows the address. Without one the panel shows a demonstration.',
    save: 'Save',
    saved: 'Saved.',
    bad_address: 'The address starts with wss://, or on this machine with ws://127.0.0.1.',
    sign_in_title: 'Sign-in',
    demo_note: 'The demonstration needs no sign-in. Give the address of a server first.',
    user: 'User name',
    password: 'Password',
    sign_in: 'Sign in',
    signing_in: 'Signing in…',
    signed_in_as: 'Signed in: {agent}',
    sign_out: 'Sign out',
    fill_both: 'Give the user name and the password.',
    bad_credentials: 'The user name or the password is wrong.',
    too_many_attempts: 'Too many attempts. Wait a moment and try again.',
    unreachable:
      'The server cannot be reached, or does not allow this extension. Check the address and the network.',
    failed: 'The server did not accept the sign-in ({code}).',
    open_panel: 'Open the panel',
    open_hint: 'The BeneDesk button in the toolbar opens the panel too.',
    managed: 'Your administrator has made some of the settings. They cannot be changed here.',
    numbers_title: 'Numbers on web pages',
    numbers: 'Offer transfer and call at telephone numbers',
    numbers_hint:
      'The browser asks whether pages may be read. They are read in this browser only: nothing but the number that you choose goes to the server. Open pages have to be loaded again.',
    idle: 'Open BeneDesk',
    ringing: 'Ringing: {queue}, {caller}',
    ringing_in: 'Call: {queue}',
    withheld: 'Number withheld',
    fill: 'Transfer',
    call: 'Call',
    fill_number: 'Into the transfer field: %s',
    call_number: 'Call: %s',
    not_taken: 'The panel did not open. Nothing was done with {number}.',
    not_a_number: '“{number}” is no telephone number.',
    nothing_to_hold: 'You have no call to hold or to resume.',
    'nothing_to_hang-up': 'You have no call to hang up.',
    not_done: 'That could not be done. See in the panel where the call is.',
    no_panel: 'No connection to the server, and the panel is not open. Nothing was done.',
  },
};

/**
 * All words in one language.
 *
 * @param {import('./facts.js').Language} lang
 * @returns {Texts}
 */
export const texts = (lang) => TEXTS[lang] ?? TEXTS[LANGUAGES[0]];

/**
 * A text with its {places} filled.
 *
 * @param {string} text
 * @param {Record<string, string>} values
 */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/**
 * The language of the browser, or the first of ours.
 *
 * @returns {import('./facts.js').Language}
 */
export const ownLanguage = () =>
  LANGUAGES.find((code) => navigator.language.startsWith(code)) ?? LANGUAGES[0];
