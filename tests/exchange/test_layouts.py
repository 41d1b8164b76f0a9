"""Exports as vendors lay them out become what was said: layouts are true, contents made up."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.stored import rows
from valuecheck.core.text import cells

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

SAID = "SELECT day, customer, scale, score, words FROM feedback WHERE NOT deleted"
Said = tuple[str, str, str, int, str]


class Layout(NamedTuple):
    """A file, the options that it needs, and what it says."""

    name: str
    text: str
    options: str
    said: set[Said]
    codec: str = "utf-8"


def day(number: int) -> str:
    return f"2026-11-{number:02}"


LAYOUTS = (
    Layout(
        "Delighted, people's properties",
        "ID,Person ID,Survey type,Score,Comment,Permalink,Created at,Updated at,"
        "Person Property: Plan,Company,Delighted Source\n"
        "11,1,nps,10,Love it,https://d.example/r/11,2026-11-02 15:18:36 UTC,,pro,Alpha,Email\n"
        "12,2,nps,6,,https://d.example/r/12,2026-11-03 09:01:02 UTC,,free,Beta,Web\n",
        "",
        {(day(2), "alpha", "nps", 10, "Love it"), (day(3), "beta", "nps", 6, "")},
    ),
    Layout(
        "Delighted, the API's JSON",
        json.dumps(
            [
                {
                    "id": "11",
                    "person": "1",
                    "survey_type": "csat",
                    "score": 4,
                    "comment": "Fine",
                    "created_at": 1793632716,
                    "person_properties": {"company": "Alpha"},
                }
            ]
        ),
        "",
        {(day(2), "alpha", "csat", 4, "Fine")},
    ),
    Layout(
        "SurveyMonkey, condensed",
        "Respondent ID,Collector ID,Start Date,End Date,IP Address,"
        "How likely is it that you would recommend us to a friend or colleague?,Why?\n"
        ",,,,,Response,Open-Ended Response\n"
        "118001,4001,11/17/2026 02:30:02 PM,11/17/2026 02:32:10 PM,,10 - Extremely likely,fast\n"
        "118002,4001,11/17/2026 03:30:02 PM,11/17/2026 03:32:10 PM,,0 - Not at all likely,\n",
        "--customer @a",
        {(day(17), "a", "nps", 10, "fast"), (day(17), "a", "nps", 0, "")},
    ),
    Layout(
        "SurveyMonkey, expanded",
        "Respondent ID,End Date,How satisfied are you with our help?,,,,,Any comments?\n"
        ",,1 - Very dissatisfied,2,3,4,5 - Very satisfied,Open-Ended Response\n"
        "1,11/17/2026 02:32:10 PM,,,,,5 - Very satisfied,good\n"
        "2,11/17/2026 02:33:10 PM,1 - Very dissatisfied,,,,,\n",
        "--customer @a",
        {(day(17), "a", "csat", 5, "good"), (day(17), "a", "csat", 1, "")},
    ),
    Layout(
        "SurveyMonkey, numbered choices",
        "Respondent ID,End Date,How satisfied are you?,,,,,\n"
        ",,1,2,3,4,5,\n"
        "1,11/17/2026 02:32:10 PM,,,,1,,\n"
        "2,11/17/2026 02:33:10 PM,1,,,,,\n",
        "--customer @a",
        {(day(17), "a", "csat", 4, ""), (day(17), "a", "csat", 1, "")},
    ),
    Layout(
        "SurveyMonkey, choices from 0 to 10",
        "Respondent ID,End Date,How likely is it that you would recommend us to a friend?"
        + "," * 10
        + "\n,,"
        + ",".join(map(str, range(11)))
        + "\n1,11/17/2026 02:32:10 PM,0"
        + "," * 10
        + "\n2,11/17/2026 02:33:10 PM"
        + "," * 11
        + "10\n",
        "--customer @a",
        {(day(17), "a", "nps", 0, ""), (day(17), "a", "nps", 10, "")},
    ),
    Layout(
        "choices as flags, from 0 to 3",
        "ID,Date,Rate us: 0,Rate us: 1,Rate us: 2,Rate us: 3\n"
        "1,2026-11-02,1,0,0,0\n2,2026-11-02,0,1,0,0\n3,2026-11-02,0,0,0,1\n4,2026-11-02,0,0,0,0\n",
        "--customer @a --scale nps --map 'score=Rate us'",
        {(day(2), "a", "nps", score, "") for score in (0, 1, 3)},
    ),
    Layout(
        "Qualtrics, statuses as numbers",
        "EndDate,Status,ResponseId,NPS\nEnd Date,Response Type,Response ID,NPS\n"
        "2026-11-02 10:00:00,0,R_1,9\n2026-11-02 10:00:00,1,R_2,0\n",
        "--customer @a",
        {(day(2), "a", "nps", 9, "")},
    ),
    Layout(
        "a customer called NA",
        "Date,Customer,NPS\n2026-11-02,NA,9\n",
        "",
        {(day(2), "na", "nps", 9, "")},
    ),
    Layout(
        "LimeSurvey, a column for each choice",
        "id. Response ID;submitdate. Date submitted;How satisfied are you? [1];"
        "How satisfied are you? [2];How satisfied are you? [3];How satisfied are you? [4];"
        "How satisfied are you? [5]\n"
        "1;2026-11-02 15:18:36;No;No;No;Yes;No\n2;2026-11-03 15:18:36;Yes;No;No;No;No\n",
        "--customer @a --map 'id=id. Response ID,day=submitdate. Date submitted'",
        {(day(2), "a", "csat", 4, ""), (day(3), "a", "csat", 1, "")},
    ),
    Layout(
        "Typeform",
        "#,How likely are you to recommend us to a friend?,What is the reason?,company,"
        "Response Type,Start Date (UTC),Stage Date (UTC),Submit Date (UTC),Network ID,Tags\n"
        "a1b2,9,swift,Alpha,completed,2026-11-02 10:00:00,,2026-11-02 10:01:00,f00,\n"
        "c3d4,3,,Beta,completed,2026-11-02 23:59:00,,2026-11-03 00:30:00,f01,\n",
        "",
        {(day(2), "alpha", "nps", 9, "swift"), (day(2), "beta", "nps", 3, "")},
    ),
    Layout(
        "Google Forms, English",
        '"Timestamp","Company","How satisfied are you with us?","Anything else?"\n'
        '"2026/11/02 3:18:36 PM GMT+1","Alpha","4","no"\n',
        "--scale csat",
        {(day(2), "alpha", "csat", 4, "no")},
    ),
    Layout(
        "Google Forms, German",
        'Zeitstempel,Firma,"Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?",Warum?\n'
        "02.11.2026 15:18:36,Alpha,9,schnell\n",
        "",
        {(day(2), "alpha", "nps", 9, "schnell")},
    ),
    Layout(
        "Google Sheets, a moment with a weekday",
        'Timestamp,Company,NPS\n"Monday, November 2, 2026 at 3:18 PM",Alpha,9\n',
        "",
        {(day(2), "alpha", "nps", 9, "")},
    ),
    Layout(
        "Microsoft Forms, stars",
        "ID,Start time,Completion time,Email,Name,How would you rate our service?,Comments\n"
        "1,11/14/26 15:17:01,11/14/26 15:18:36,anonymous,,★★★★☆,fine\n",
        "--customer @a",
        {(day(14), "a", "csat", 4, "fine")},
    ),
    Layout(
        "Microsoft Forms, French",
        "ID;Heure de début;Heure de fin;Adresse de messagerie;Nom;Êtes-vous satisfait ?;"
        "Commentaires\n"
        "1;14/11/2026 15:17:01;14/11/2026 15:18:36;anonymous;;4;déjà très bien\n",
        "--customer @a --scale csat",
        {(day(14), "a", "csat", 4, "déjà très bien")},
        "cp1252",
    ),
    Layout(
        "Qualtrics, two headings",
        "StartDate,EndDate,Status,ResponseId,Q1,Q2\n"
        "Start Date,End Date,Response Type,Response ID,How likely are you to recommend us?,Why?\n"
        "2026-11-02 09:59:00,2026-11-02 10:00:00,IP Address,R_1,9,swift\n",
        "--customer @a",
        {(day(2), "a", "nps", 9, "swift")},
    ),
    Layout(
        "Qualtrics, tab-separated UTF-16, a zone in Denver",
        "EndDate\tStatus\tResponseId\tQ1\n"
        "End Date\tResponse Type\tResponse ID\tHow likely are you to recommend us?\n"
        '"{""ImportId"":""endDate"",""timeZone"":""America/Denver""}"\t"{""ImportId"":""status""}"\t'
        '"{""ImportId"":""_recordId""}"\t"{""ImportId"":""QID1""}"\n'
        "2026-11-02 23:00:00\t0\tR_1\t9\n",
        "--customer @a",
        {(day(3), "a", "nps", 9, "")},
        "utf-16",
    ),
    Layout(
        "HubSpot",
        "Response ID,Survey Name,Survey Type,Rating,Sentiment,Response,Response Date,Contact,"
        "Company\n"
        "1,Support,Customer Satisfaction (CSAT),5,Happy,great,2026-11-02,Ada,Alpha\n",
        "--map words=Response",
        {(day(2), "alpha", "csat", 5, "great")},
    ),
    Layout(
        "HubSpot, NPS",
        "Record ID,Survey type,Rating,Submission date,Company name\n"
        "1,NPS,10,2026-11-02 15:18,Alpha\n",
        "",
        {(day(2), "alpha", "nps", 10, "")},
    ),
    Layout(
        "Zendesk, good and bad with comments",
        "Ticket ID,Ticket organization name,Ticket satisfaction rating,"
        "Ticket satisfaction comment,Date\n"
        "7,Alpha,Good with comment,swift,2026-11-02\n8,Beta,Bad,,2026-11-02\n"
        "9,Beta,Offered,,2026-11-02\n10,Beta,Unoffered,,2026-11-02\n",
        "",
        {(day(2), "alpha", "good-bad", 1, "swift"), (day(2), "beta", "good-bad", 0, "")},
    ),
    Layout(
        "Zendesk, the API's JSON",
        json.dumps(
            {
                "satisfaction_ratings": [
                    {"id": 1, "score": "good", "comment": "x", "created_at": "2026-11-02T15:18:36Z"}
                ],
                "next_page": None,
                "count": 1,
            },
            indent=1,
        ),
        "--customer @a",
        {(day(2), "a", "good-bad", 1, "x")},
    ),
    Layout(
        "Freshdesk, answers in words",
        "Ticket ID,Agent,Company,Survey result,Feedback,Response received at\n"
        "1,Sam,Alpha,Extremely Happy,thanks,02 Nov 2026 03:18 PM\n"
        "2,Sam,Beta,Extremely Unhappy,slow,02 Nov 2026 03:19 PM\n",
        "--scale csat --answers 'extremely happy=5,extremely unhappy=1'",
        {(day(2), "alpha", "csat", 5, "thanks"), (day(2), "beta", "csat", 1, "slow")},
    ),
    Layout(
        "Intercom, words",
        "Conversation ID,Company name,Conversation rating,Conversation rating remark,Rated at\n"
        "1,Alpha,Amazing,thanks,2026-11-02 15:18:36\n2,Alpha,Terrible,,2026-11-02 15:18:36\n",
        "--scale csat --answers amazing=5,great=4,ok=3,bad=2,terrible=1",
        {(day(2), "alpha", "csat", 5, "thanks"), (day(2), "alpha", "csat", 1, "")},
    ),
    Layout(
        "Intercom, faces",
        "Conversation ID,Company name,Rating,Remark,Rated at\n"
        "1,Alpha,😃,thanks,2026-11-02\n2,Alpha,😠,,2026-11-02\n",
        "--scale csat --answers 😃=4,😠=1",
        {(day(2), "alpha", "csat", 4, "thanks"), (day(2), "alpha", "csat", 1, "")},
    ),
    Layout(
        "Intercom, the API's JSON",
        json.dumps(
            {
                "type": "conversation.list",
                "conversations": [
                    {
                        "id": "1",
                        "conversation_rating": {
                            "rating": 5,
                            "remark": "thanks",
                            "created_at": 1793632716,
                        },
                    }
                ],
            }
        ),
        "--scale csat --customer @a --map day=conversation_rating.created_at",
        {(day(2), "a", "csat", 5, "thanks")},
    ),
    Layout(
        "Trustpilot",
        "Review Id,Review Username,Review Stars,Review Title,Review Content,Review Created (UTC),"
        "Domain Url,Company Reply Date (UTC)\n"
        "9a,Ada,5,Great,swift,2026-11-02 15:18:36,shop.example,\n",
        "--customer @shoppers",
        {(day(2), "shoppers", "csat", 5, "swift")},
    ),
    Layout(
        "Google Play",
        "Package Name,App Version Code,Reviewer Language,Device,Review Submit Date and Time,"
        "Review Submit Millis Since Epoch,Review Last Update Date and Time,Star Rating,"
        "Review Title,Review Text,Review Link\n"
        "com.example,7,en,phone,2026-11-02T15:18:36Z,1793632716000,2026-11-02T15:18:36Z,4,,ok,\n",
        "--customer @shoppers",
        {(day(2), "shoppers", "csat", 4, "ok")},
        "utf-16",
    ),
    Layout(
        "App Store, the API's JSON",
        json.dumps(
            {
                "data": [
                    {
                        "type": "customerReviews",
                        "id": "00000001",
                        "attributes": {
                            "rating": 2,
                            "title": "Slow",
                            "body": "too slow",
                            "createdDate": "2026-11-02T15:18:36-07:00",
                        },
                    }
                ],
                "links": {"self": "https://api.example"},
            }
        ),
        "--scale csat --customer @shoppers",
        {(day(2), "shoppers", "csat", 2, "too slow")},
    ),
    Layout(
        "plain CSV, bars",
        "Date|Customer|NPS\n2026-11-02|alpha|9\n",
        "",
        {(day(2), "alpha", "nps", 9, "")},
    ),
    Layout(
        "plain CSV, another delimiter",
        "Date^Customer^NPS\n2026-11-02^alpha^9\n",
        "--delimiter ^",
        {(day(2), "alpha", "nps", 9, "")},
    ),
    Layout(
        "tabs, commas in the words",
        "Date\tCustomer\tNPS\tComment\n2026-11-02\talpha\t9\tone, two, three\n",
        "",
        {(day(2), "alpha", "nps", 9, "one, two, three")},
    ),
    Layout(
        "semicolons, commas everywhere",
        "Date;Customer;NPS;Comment, if any\n02.11.2026;alpha;9;one, two\n"
        "03.11.2026;beta;2;a, b, c\n",
        "--map 'words=Comment, if any'",
        {(day(2), "alpha", "nps", 9, "one, two"), (day(3), "beta", "nps", 2, "a, b, c")},
    ),
    Layout(
        "the file says its delimiter",
        "sep=;\r\nDate;Customer;NPS\r\n2026-11-02;alpha;9\r\n",
        "",
        {(day(2), "alpha", "nps", 9, "")},
    ),
    Layout(
        "a title, a period and an empty line first",
        "Customer feedback report\nFrom 1 Nov 2026 to 20 Nov 2026\n\nDate,Customer,NPS,Comment\n"
        "2026-11-02,alpha,9,fine\n",
        "",
        {(day(2), "alpha", "nps", 9, "fine")},
    ),
    Layout(
        "a line says that times are UTC",
        "All times are in UTC\nDate,Customer,NPS\n2026-11-02 23:30:00,alpha,9\n"
        "2026-11-03 03:30:00,alpha,8\n",
        "",
        {(day(2), "alpha", "nps", 9, ""), (day(3), "alpha", "nps", 8, "")},
    ),
    Layout(
        "lines to skip",
        "Date,Customer,NPS\nof last year,nobody,all\nDay,Account,NPS score\n2026-11-02,alpha,9\n",
        "--skip-lines 2",
        {(day(2), "alpha", "nps", 9, "")},
    ),
    Layout(
        "footers",
        "Date,Customer,NPS,Comment\n2026-11-02,alpha,9,fine\n\nTotal,1,9,\nAverage,,9.0,\n"
        "Generated by Survey Tool\n# end of file\n",
        "",
        {(day(2), "alpha", "nps", 9, "fine")},
    ),
    Layout(
        "two exports joined, headings again",
        "Date,Customer,NPS\n2026-11-02,alpha,9\nDate,Customer,NPS\n2026-11-03,beta,2\n",
        "",
        {(day(2), "alpha", "nps", 9, ""), (day(3), "beta", "nps", 2, "")},
    ),
    Layout(
        "a customer who is called as a footer",
        "Customer,Date,NPS\nTotal Energy,2026-11-02,9\nAverage Joe,2026-11-03,2\n",
        "",
        {(day(2), "total-energy", "nps", 9, ""), (day(3), "average-joe", "nps", 2, "")},
    ),
    Layout(
        "nothing answered in many words",
        "Date,Customer,NPS\n2026-11-02,alpha,9\n"
        + "".join(
            f"2026-11-02,alpha,{text}\n"
            for text in ("", "n/a", "NULL", "NaN", "—", "Skipped", "-", "#N/A", "keine Angabe")
        ),
        "",
        {(day(2), "alpha", "nps", 9, "")},
    ),
    Layout(
        "a heading that begins with a bracket",
        "[Date],[Customer],[NPS]\n2026-11-02,alpha,9\n",
        "--map day=[Date],customer=[Customer],score=[NPS]",
        {(day(2), "alpha", "nps", 9, "")},
    ),
    Layout(
        "Spanish dates",
        "Fecha,Cliente,NPS\n2 de noviembre de 2026,alpha,9\n3 nov. 2026,beta,2\n",
        "",
        {(day(2), "alpha", "nps", 9, ""), (day(3), "beta", "nps", 2, "")},
    ),
    Layout(
        "Japanese headings and dates",
        "日付,会社,NPS,コメント\n2026年11月2日,株式会社かもめ,9,早い\n"
        "2026年11月3日(火) 15時18分,かもめ,2,\n",
        "",
        {(day(2), "株式会社かもめ", "nps", 9, "早い"), (day(3), "かもめ", "nps", 2, "")},
    ),
    Layout(
        "compact dates",
        "Date,Customer,NPS\n20261102,alpha,9\n20261103T151836Z,beta,2\n",
        "",
        {(day(2), "alpha", "nps", 9, ""), (day(3), "beta", "nps", 2, "")},
    ),
    Layout(
        "seconds since 1970 with a fraction, and JavaScript's dates",
        "Date,Customer,NPS\n1793632716.123,alpha,9\n"
        "Tue Nov 03 2026 15:18:36 GMT+0100 (Central European Standard Time),beta,2\n",
        "",
        {(day(2), "alpha", "nps", 9, ""), (day(3), "beta", "nps", 2, "")},
    ),
    Layout(
        "Java's dates",
        "Date,Customer,NPS\nMon Nov 02 15:18:36 CET 2026,alpha,9\n"
        "2026-11-03T15:18:36+01:00[Europe/Berlin],beta,2\n",
        "",
        {(day(2), "alpha", "nps", 9, ""), (day(3), "beta", "nps", 2, "")},
    ),
    Layout(
        "a time zone in a column",
        "Date,Time zone,Customer,NPS\n2026-11-02 23:00:00,America/Denver,alpha,9\n",
        "",
        {(day(3), "alpha", "nps", 9, "")},
    ),
    Layout(
        "a scale from 1 to 7",
        "Date,Customer,Score\n2026-11-02,alpha,7\n2026-11-02,beta,1\n",
        "--scale 1-7",
        {(day(2), "alpha", "1-7", 7, ""), (day(2), "beta", "1-7", 1, "")},
    ),
    Layout(
        "effort",
        "Date,Customer,CES\n2026-11-02,alpha,7\n2026-11-02,beta,1\n",
        "",
        {(day(2), "alpha", "ces", 7, ""), (day(2), "beta", "ces", 1, "")},
    ),
    Layout(
        "per cent",
        "Date,Customer,Score\n2026-11-02,alpha,80%\n2026-11-02,beta,100\n",
        "--scale 0-100",
        {(day(2), "alpha", "0-100", 80, ""), (day(2), "beta", "0-100", 100, "")},
    ),
    Layout(
        "decimal commas",
        "Date;Customer;CSAT\n2026-11-02;alpha;4,0\n2026-11-02;beta;5,00\n",
        "",
        {(day(2), "alpha", "csat", 4, ""), (day(2), "beta", "csat", 5, "")},
    ),
    Layout(
        "objects one after the other, each on several lines",
        '{\n "date": "2026-11-02",\n "customer": "alpha",\n "nps": 9\n}\n'
        '{\n "date": "2026-11-03",\n "customer": "beta",\n "nps": 2\n}\n',
        "",
        {(day(2), "alpha", "nps", 9, ""), (day(3), "beta", "nps", 2, "")},
    ),
    Layout(
        "an object with a list on one line",
        '{"meta": {"pages": [1, 2]}, "tags": ["x"], "results": '
        '[{"date": "2026-11-02", "customer": "alpha", "nps": 9}], "total": 1}',
        "",
        {(day(2), "alpha", "nps", 9, "")},
    ),
    Layout(
        "a long name of a customer",
        "Date,Customer,NPS\n"
        "2026-11-02,The Great Northern Railway and Shipping Company of Leeds,9\n",
        "--customers-as-labels",
        {(day(2), "the-great-northern-railway-and-ship-aa80", "nps", 9, "")},
    ),
)


def write(layout: Layout, path: Path) -> str:
    path.write_bytes(layout.text.encode(layout.codec))
    return str(path)


@pytest.mark.parametrize("layout", LAYOUTS, ids=[layout.name for layout in LAYOUTS])
def test_a_layout_says_what_it_says(run: Run, home: Path, tmp_path: Path, layout: Layout) -> None:
    words = ["feedback", "import", write(layout, tmp_path / "x"), *shlex.split(layout.options)]
    preview = run(*words, "--dry-run", "--format", "terminal").out.splitlines()
    assert len(preview) <= 12
    assert max(map(cells, preview)) <= 80
    done = run(*words)
    assert done.code == 0, done.err
    assert {*rows(home, SAID)} == layout.said
    again = run(*words)
    assert (again.code, again.out[:12]) == (0, "Nothing new;")
    assert len(rows(home, SAID)) == len(layout.said)


def test_there_are_enough_layouts() -> None:
    assert len({layout.name for layout in LAYOUTS}) >= 40
