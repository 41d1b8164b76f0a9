"""Names of months and weekdays in English, German, French, Spanish, Portuguese, Italian, Dutch.

Source: CLDR 45, wide and abbreviated names; no name means two months.
"""

from __future__ import annotations

_MONTHS = (
    "jan january januar jän jänner janv janvier ene enero janeiro gen gennaio januari",
    "feb february februar fev févr fevr février fevrier febrero fevereiro febbraio februari",
    "mar march mär märz mars marzo março marco maart mrt",
    "apr april avr avril abr abril aprile",
    "may mai mayo maio mag maggio mei",
    "jun june juni juin junio junho giu giugno",
    "jul july juli juil juillet julio julho lug luglio",
    "aug august août aout ago agosto augustus",
    "sep sept september septembre septiembre set setembro settembre",
    "oct october okt oktober octobre octubre out outubro ott ottobre",
    "nov november novembre noviembre novembro",
    "dec december dez dezember déc dec décembre decembre dic diciembre dezembro dicembre",
)
_WEEKDAYS = (
    "mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday tues "
    "thur thurs mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonntag "
    "lun mar mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi dimanche mié jue vie "
    "sáb sab dom lunes martes miércoles jueves viernes sábado domingo seg ter qua qui sex "
    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira gio lunedì martedì mercoledì "
    "giovedì venerdì sabato domenica ma wo vr za zo maandag dinsdag woensdag donderdag vrijdag "
    "zaterdag zondag"
)
MONTH_NUMBERS = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split()}
WEEKDAY_NAMES = frozenset(_WEEKDAYS.split())
