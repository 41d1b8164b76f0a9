BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'valuecheck','create_tables','2026-11-26 08:58:27.763152+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'valuecheck','add_customers','2026-11-26 08:58:27.763577+00:00');
CREATE TABLE check_ins (
    id TEXT NOT NULL PRIMARY KEY CHECK (
        id GLOB '????????-????-7???-[89ab]???-????????????'
        AND length(replace(id, '-', '')) = 32 AND replace(id, '-', '') NOT GLOB '*[^0-9a-f]*'
    ),
    day TEXT NOT NULL  CHECK (day IS date(day, '+0 days')),
    at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL AND at GLOB '*[-+][0-9][0-9]:[0-9][0-9]' AND substr(at, 1, 10) IS date(substr(at, 1, 10), '+0 days')),
    filled_in_later INTEGER NOT NULL CHECK (filled_in_later IN (0, 1)),
    score INTEGER CHECK (score BETWEEN 1 AND 5),
    note TEXT NOT NULL CHECK (length(note) <= 1000 AND instr(note, char(0)) = 0 AND note NOT GLOB '*[' || char(1, 45, 31) || ']*'),
    kinds TEXT NOT NULL CHECK (json_valid(kinds) AND json_type(kinds) = 'array'),
    customers TEXT NOT NULL CHECK (json_valid(customers) AND json_type(customers) = 'array'),
    question TEXT NOT NULL,
    device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    CHECK (
        CASE deleted WHEN 0 THEN score IS NOT NULL
        ELSE score IS NULL AND note || question = '' AND kinds || customers = '[][]' END
    )
) STRICT;
INSERT INTO "check_ins" VALUES('01a18c77-6f80-7002-b595-e64f2f29134e','2026-10-30','2026-10-30T12:00:00+01:00',0,5,'capacity plan for November +capacity @retail','["capacity"]','["retail"]','If paying customers knew this was what they funded, how happy would they be?','dfbf16efda5bd311','001793358000000.003.dfbf16efda5bd311.7dc38fc5',0);
INSERT INTO "check_ins" VALUES('01a19bea-8380-7001-9d3e-05af3692d2f5','2026-11-02','2026-11-02T12:00:00+01:00',0,4,'fixed checkout outage +incident @retail','["incident"]','["retail"]','If paying customers knew this was what they funded, how happy would they be?','dfbf16efda5bd311','001793617200000.002.dfbf16efda5bd311.1776efcb',0);
INSERT INTO "check_ins" VALUES('01a19bea-8380-7004-8764-7945e2f50f44','2026-11-02','2026-11-02T12:00:00+01:00',0,2,'third status meeting +meeting','["meeting"]','[]','If paying customers knew this was what they funded, how happy would they be?','dfbf16efda5bd311','001793617200000.005.dfbf16efda5bd311.f9c49cd7',0);
INSERT INTO "check_ins" VALUES('01a1a637-3b80-7001-8c68-fc33edd98789','2026-11-03','2026-11-04T12:00:00+01:00',1,3,'forgot, café 😀 +upgrade @platform','["upgrade"]','["platform"]','If paying customers knew this was what they funded, how happy would they be?','dfbf16efda5bd311','001793790000000.002.dfbf16efda5bd311.bd833857',0);
INSERT INTO "check_ins" VALUES('01a1ab5d-9780-7001-ba58-1c59adea74b0','2026-11-05','2026-11-05T12:00:00+01:00',0,NULL,'','[]','[]','','dfbf16efda5bd311','001793876400000.004.dfbf16efda5bd311.d6ce193a',1);
INSERT INTO "check_ins" VALUES('01a1b083-f380-7001-bbab-12276d9703a3','2026-11-06','2026-11-06T12:00:00+01:00',0,2,'right +desk @shoppers','["desk"]','["shoppers"]','If paying customers knew this was what they funded, how happy would they be?','dfbf16efda5bd311','001793962800000.004.dfbf16efda5bd311.1b5cc22e',0);
INSERT INTO "check_ins" VALUES('01a1bff7-0780-700f-a454-ae3c0aeb8f8c','2026-11-09','2026-11-09T12:00:00+01:00',0,3,'the last command of this version +meeting','["meeting"]','[]','Would they pay for this?','dfbf16efda5bd311','001794222000000.010.dfbf16efda5bd311.1a49d03b',0);
CREATE TABLE customers (
    name TEXT NOT NULL PRIMARY KEY CHECK (
        length(name) BETWEEN 1 AND 40 AND instr(name, char(0)) = 0 AND name NOT GLOB '*[' || char(1, 45, 31) || ']*' AND instr(name, ' ') = 0
    ),
    label TEXT NOT NULL CHECK (length(label) <= 100 AND instr(label, char(0)) = 0 AND label NOT GLOB '*[' || char(1, 45, 31) || ']*'),
    pays INTEGER NOT NULL CHECK (pays IN (0, 1)),
    serves TEXT NOT NULL CHECK (json_valid(serves) AND json_type(serves) = 'array'),
    same_as TEXT NOT NULL CHECK (
        same_as = '' OR (same_as <> name AND pays = 0 AND serves = '[]')
    ),
    device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    CHECK (deleted = 0 OR (label || same_as = '' AND pays = 0 AND serves = '[]'))
) STRICT;
INSERT INTO "customers" VALUES('checkout','',0,'[]','tills','dfbf16efda5bd311','001794222000000.006.dfbf16efda5bd311.ff28b684',0);
INSERT INTO "customers" VALUES('platform','',0,'["checkout"]','','dfbf16efda5bd311','001794222000000.002.dfbf16efda5bd311.6964c28b',0);
INSERT INTO "customers" VALUES('retail','',0,'["shoppers"]','','dfbf16efda5bd311','001794222000000.003.dfbf16efda5bd311.6964c28b',0);
INSERT INTO "customers" VALUES('shoppers','',1,'[]','','dfbf16efda5bd311','001794222000000.004.dfbf16efda5bd311.6964c28b',0);
INSERT INTO "customers" VALUES('tills','',0,'["retail"]','','dfbf16efda5bd311','001794222000000.007.dfbf16efda5bd311.ff28b684',0);
CREATE TABLE days_off (
    day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day, '+0 days')), reason TEXT NOT NULL, device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), CHECK (deleted = 0 OR reason = '')
) STRICT;
INSERT INTO "days_off" VALUES('2026-12-24','holiday','dfbf16efda5bd311','001793790000000.004.dfbf16efda5bd311.1c2a0fbe',0);
INSERT INTO "days_off" VALUES('2026-12-25','holiday','dfbf16efda5bd311','001793790000000.005.dfbf16efda5bd311.1c2a0fbe',0);
INSERT INTO "days_off" VALUES('2026-12-26','holiday','dfbf16efda5bd311','001793790000000.006.dfbf16efda5bd311.1c2a0fbe',0);
CREATE TABLE facts (
    name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL,
    CHECK (name <> 'clock' OR value = '' OR value GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*')
) STRICT;
INSERT INTO "facts" VALUES('device','dfbf16efda5bd311');
INSERT INTO "facts" VALUES('clock','001794222000000.010.dfbf16efda5bd311.1a49d03b');
CREATE TABLE feedback (
    id TEXT NOT NULL PRIMARY KEY CHECK (id GLOB '????????-????-7???-[89ab]???-????????????' AND length(replace(id, '-', '')) = 32 AND replace(id, '-', '') NOT GLOB '*[^0-9a-f]*'),
    day TEXT NOT NULL  CHECK (day IS date(day, '+0 days')),
    at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL AND at GLOB '*[-+][0-9][0-9]:[0-9][0-9]' AND substr(at, 1, 10) IS date(substr(at, 1, 10), '+0 days')),
    customer TEXT NOT NULL CHECK (length(customer) <= 40),
    scale TEXT NOT NULL,
    score INTEGER,
    words TEXT NOT NULL CHECK (length(words) <= 10000 AND instr(words, char(0)) = 0 AND words NOT GLOB '*[' || char(1, 45, 31) || ']*'),
    source TEXT NOT NULL CHECK (length(source) <= 100 AND instr(source, char(0)) = 0 AND source NOT GLOB '*[' || char(1, 45, 31) || ']*'),
    device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    CHECK (
        CASE deleted WHEN 0 THEN customer <> '' AND score IS NOT NULL AND
            CASE scale WHEN 'csat' THEN score BETWEEN 1 AND 5
            WHEN 'nps' THEN score BETWEEN 0 AND 10
            WHEN 'good-bad' THEN score IN (0, 1) ELSE 0 END
        ELSE score IS NULL AND customer || scale || words || source = '' END
    )
) STRICT;
INSERT INTO "feedback" VALUES('01a1bff7-0780-7009-a34c-e23d378ab0d6','2026-11-09','2026-11-09T12:00:00+01:00','retail','csat',2,'slow at noon','','dfbf16efda5bd311','001794222000000.00a.dfbf16efda5bd311.6e6ac622',0);
INSERT INTO "feedback" VALUES('01a1bff7-0780-700c-924d-43e21b820036','2026-11-09','2026-11-09T12:00:00+01:00','retail','nps',9,'','survey','dfbf16efda5bd311','001794222000000.00d.dfbf16efda5bd311.7f110050',0);
CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    command TEXT NOT NULL,
    label TEXT NOT NULL,
    at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL AND at GLOB '*[-+][0-9][0-9]:[0-9][0-9]' AND substr(at, 1, 10) IS date(substr(at, 1, 10), '+0 days')),
    device TEXT NOT NULL,
    table_name TEXT NOT NULL,
    key TEXT NOT NULL,
    before TEXT CHECK (before IS NULL OR json_type(before, '$.clock') IS 'text'),
    clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'),
    UNIQUE (command, table_name, key)
) STRICT;
INSERT INTO "history" VALUES(1,'01a18c77-6f80-7000-8e8e-71d6f0093f51','ask','2026-10-30T12:00:00+01:00','dfbf16efda5bd311','check_ins','01a18c77-6f80-7002-b595-e64f2f29134e',NULL,'001793358000000.003.dfbf16efda5bd311.7dc38fc5');
INSERT INTO "history" VALUES(2,'01a19bea-8380-7000-9479-aa025cc55dfb','ask','2026-11-02T12:00:00+01:00','dfbf16efda5bd311','check_ins','01a19bea-8380-7001-9d3e-05af3692d2f5',NULL,'001793617200000.002.dfbf16efda5bd311.1776efcb');
INSERT INTO "history" VALUES(3,'01a19bea-8380-7003-9869-e05f2421cd57','ask','2026-11-02T12:00:00+01:00','dfbf16efda5bd311','check_ins','01a19bea-8380-7004-8764-7945e2f50f44',NULL,'001793617200000.005.dfbf16efda5bd311.f9c49cd7');
INSERT INTO "history" VALUES(4,'01a1a110-df80-7000-bc52-f05a4ed170ae','ask','2026-11-03T12:00:00+01:00','dfbf16efda5bd311','skips','2026-11-03',NULL,'001793703600000.001.dfbf16efda5bd311.a7dd5f40');
INSERT INTO "history" VALUES(5,'01a1a637-3b80-7000-af7a-31124fe49d50','ask','2026-11-04T12:00:00+01:00','dfbf16efda5bd311','check_ins','01a1a637-3b80-7001-8c68-fc33edd98789',NULL,'001793790000000.002.dfbf16efda5bd311.bd833857');
INSERT INTO "history" VALUES(6,'01a1a637-3b80-7003-a260-cddb8f78a466','off','2026-11-04T12:00:00+01:00','dfbf16efda5bd311','days_off','2026-12-24',NULL,'001793790000000.004.dfbf16efda5bd311.1c2a0fbe');
INSERT INTO "history" VALUES(7,'01a1a637-3b80-7003-a260-cddb8f78a466','off','2026-11-04T12:00:00+01:00','dfbf16efda5bd311','days_off','2026-12-25',NULL,'001793790000000.005.dfbf16efda5bd311.1c2a0fbe');
INSERT INTO "history" VALUES(8,'01a1a637-3b80-7003-a260-cddb8f78a466','off','2026-11-04T12:00:00+01:00','dfbf16efda5bd311','days_off','2026-12-26',NULL,'001793790000000.006.dfbf16efda5bd311.1c2a0fbe');
INSERT INTO "history" VALUES(9,'01a1ab5d-9780-7000-ba3b-ddbddad47377','ask','2026-11-05T12:00:00+01:00','dfbf16efda5bd311','check_ins','01a1ab5d-9780-7001-ba58-1c59adea74b0',NULL,'001793876400000.002.dfbf16efda5bd311.ad52fd5a');
INSERT INTO "history" VALUES(10,'01a1ab5d-9780-7003-8042-5c415e8c6934','delete','2026-11-05T12:00:00+01:00','dfbf16efda5bd311','check_ins','01a1ab5d-9780-7001-ba58-1c59adea74b0','{"id": "01a1ab5d-9780-7001-ba58-1c59adea74b0", "day": "2026-11-05", "at": "2026-11-05T12:00:00+01:00", "filled_in_later": 0, "score": 4, "note": "to be deleted", "kinds": "[]", "customers": "[]", "question": "If paying customers knew this was what they funded, how happy would they be?", "device": "dfbf16efda5bd311", "clock": "001793876400000.002.dfbf16efda5bd311.ad52fd5a", "deleted": 0}','001793876400000.004.dfbf16efda5bd311.d6ce193a');
INSERT INTO "history" VALUES(11,'01a1b083-f380-7000-8a6b-097302153e4f','ask','2026-11-06T12:00:00+01:00','dfbf16efda5bd311','check_ins','01a1b083-f380-7001-bbab-12276d9703a3',NULL,'001793962800000.002.dfbf16efda5bd311.43532a31');
INSERT INTO "history" VALUES(12,'01a1b083-f380-7003-94db-e0eb1c3dc5c3','edit','2026-11-06T12:00:00+01:00','dfbf16efda5bd311','check_ins','01a1b083-f380-7001-bbab-12276d9703a3','{"id": "01a1b083-f380-7001-bbab-12276d9703a3", "day": "2026-11-06", "at": "2026-11-06T12:00:00+01:00", "filled_in_later": 0, "score": 1, "note": "wrong", "kinds": "[]", "customers": "[]", "question": "If paying customers knew this was what they funded, how happy would they be?", "device": "dfbf16efda5bd311", "clock": "001793962800000.002.dfbf16efda5bd311.43532a31", "deleted": 0}','001793962800000.004.dfbf16efda5bd311.1b5cc22e');
INSERT INTO "history" VALUES(13,'01a1bff7-0780-7000-97af-b48be07b82c4','customer chain','2026-11-09T12:00:00+01:00','dfbf16efda5bd311','customers','checkout',NULL,'001794222000000.001.dfbf16efda5bd311.6964c28b');
INSERT INTO "history" VALUES(14,'01a1bff7-0780-7000-97af-b48be07b82c4','customer chain','2026-11-09T12:00:00+01:00','dfbf16efda5bd311','customers','platform',NULL,'001794222000000.002.dfbf16efda5bd311.6964c28b');
INSERT INTO "history" VALUES(15,'01a1bff7-0780-7000-97af-b48be07b82c4','customer chain','2026-11-09T12:00:00+01:00','dfbf16efda5bd311','customers','retail',NULL,'001794222000000.003.dfbf16efda5bd311.6964c28b');
INSERT INTO "history" VALUES(16,'01a1bff7-0780-7000-97af-b48be07b82c4','customer chain','2026-11-09T12:00:00+01:00','dfbf16efda5bd311','customers','shoppers',NULL,'001794222000000.004.dfbf16efda5bd311.6964c28b');
INSERT INTO "history" VALUES(17,'01a1bff7-0780-7005-a9d9-e7b80fe0e129','customer rename','2026-11-09T12:00:00+01:00','dfbf16efda5bd311','customers','checkout','{"name": "checkout", "label": "", "pays": 0, "serves": "[\"retail\"]", "same_as": "", "device": "dfbf16efda5bd311", "clock": "001794222000000.001.dfbf16efda5bd311.6964c28b", "deleted": 0}','001794222000000.006.dfbf16efda5bd311.ff28b684');
INSERT INTO "history" VALUES(18,'01a1bff7-0780-7005-a9d9-e7b80fe0e129','customer rename','2026-11-09T12:00:00+01:00','dfbf16efda5bd311','customers','tills',NULL,'001794222000000.007.dfbf16efda5bd311.ff28b684');
INSERT INTO "history" VALUES(19,'01a1bff7-0780-7008-a1da-1962a2b43c71','feedback add','2026-11-09T12:00:00+01:00','dfbf16efda5bd311','feedback','01a1bff7-0780-7009-a34c-e23d378ab0d6',NULL,'001794222000000.00a.dfbf16efda5bd311.6e6ac622');
INSERT INTO "history" VALUES(20,'01a1bff7-0780-700b-9593-b06bdddb5494','feedback add','2026-11-09T12:00:00+01:00','dfbf16efda5bd311','feedback','01a1bff7-0780-700c-924d-43e21b820036',NULL,'001794222000000.00d.dfbf16efda5bd311.7f110050');
INSERT INTO "history" VALUES(21,'01a1bff7-0780-700e-97fb-e2a4a5643c8e','ask','2026-11-09T12:00:00+01:00','dfbf16efda5bd311','check_ins','01a1bff7-0780-700f-a454-ae3c0aeb8f8c',NULL,'001794222000000.010.dfbf16efda5bd311.1a49d03b');
CREATE TABLE intentions (
    week TEXT NOT NULL PRIMARY KEY CHECK (
        week GLOB '[0-9][0-9][0-9][0-9]-W[0-5][0-9]'
        AND substr(week, 7) BETWEEN '01' AND '53'
    ),
    at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL AND at GLOB '*[-+][0-9][0-9]:[0-9][0-9]' AND substr(at, 1, 10) IS date(substr(at, 1, 10), '+0 days')), text TEXT NOT NULL, device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), CHECK (deleted = 0 OR text = '')
) STRICT;
CREATE TABLE skips (day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day, '+0 days')), at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL AND at GLOB '*[-+][0-9][0-9]:[0-9][0-9]' AND substr(at, 1, 10) IS date(substr(at, 1, 10), '+0 days')), device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1))) STRICT;
INSERT INTO "skips" VALUES('2026-11-03','2026-11-03T12:00:00+01:00','dfbf16efda5bd311','001793703600000.001.dfbf16efda5bd311.a7dd5f40',0);
CREATE TABLE workweeks (
    day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day, '+0 days')), weekdays TEXT NOT NULL CHECK (json_valid(weekdays) AND json_type(weekdays) = 'array'), device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    CHECK (deleted = 0 OR weekdays = '[]')
) STRICT;
INSERT INTO "workweeks" VALUES('0001-01-01','[0, 1, 2, 3, 4]','dfbf16efda5bd311','001793358000000.001.dfbf16efda5bd311.7dc38fc5',0);
INSERT INTO "workweeks" VALUES('2026-11-06','[0, 1, 2, 3]','dfbf16efda5bd311','001793962800000.006.dfbf16efda5bd311.c6077734',0);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX check_ins_by_day ON check_ins (day) WHERE deleted = 0;
CREATE INDEX feedback_by_day ON feedback (day, customer, scale, score)
    WHERE deleted = 0;
CREATE INDEX feedback_by_customer ON feedback (customer, day) WHERE deleted = 0;
COMMIT;
PRAGMA application_id = 1986226993;
PRAGMA user_version = 2;
