BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'valuecheck','create_tables','2026-11-26 08:59:50.667362+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'valuecheck','add_customers','2026-11-26 08:59:50.667742+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'valuecheck','add_moments','2026-11-26 08:59:50.667914+00:00');
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
INSERT INTO "check_ins" VALUES('01a18c77-6f80-7002-9847-7f124fccf51d','2026-10-30','2026-10-30T12:00:00+01:00',0,5,'capacity plan for November +capacity @retail','["capacity"]','["retail"]','If paying customers knew this was what they funded, how happy would they be?','112366620110d38a','001793358000000.003.112366620110d38a.1ff61f36',0);
INSERT INTO "check_ins" VALUES('01a19bea-8380-7001-acd8-c5d9798c14d6','2026-11-02','2026-11-02T12:00:00+01:00',0,4,'fixed checkout outage +incident @retail','["incident"]','["retail"]','If paying customers knew this was what they funded, how happy would they be?','112366620110d38a','001793617200000.002.112366620110d38a.b99be048',0);
INSERT INTO "check_ins" VALUES('01a19bea-8380-7004-b5b3-c7cd34c7e4bc','2026-11-02','2026-11-02T12:00:00+01:00',0,2,'third status meeting +meeting','["meeting"]','[]','If paying customers knew this was what they funded, how happy would they be?','112366620110d38a','001793617200000.005.112366620110d38a.7626148d',0);
INSERT INTO "check_ins" VALUES('01a1a637-3b80-7001-9c62-d000e63aa4ed','2026-11-03','2026-11-04T12:00:00+01:00',1,3,'forgot, café 😀 +upgrade @platform','["upgrade"]','["platform"]','If paying customers knew this was what they funded, how happy would they be?','112366620110d38a','001793790000000.002.112366620110d38a.fdc128a4',0);
INSERT INTO "check_ins" VALUES('01a1ab5d-9780-7001-a6e7-401404866179','2026-11-05','2026-11-05T12:00:00+01:00',0,NULL,'','[]','[]','','112366620110d38a','001793876400000.004.112366620110d38a.13861e89',1);
INSERT INTO "check_ins" VALUES('01a1b083-f380-7001-95ad-943c28b65f7a','2026-11-06','2026-11-06T12:00:00+01:00',0,2,'right +desk @shoppers','["desk"]','["shoppers"]','If paying customers knew this was what they funded, how happy would they be?','112366620110d38a','001793962800000.004.112366620110d38a.418426da',0);
INSERT INTO "check_ins" VALUES('01a1bff7-0780-700f-ba93-4fd0fc61d3c3','2026-11-09','2026-11-09T12:00:00+01:00',0,3,'the last command of this version +meeting','["meeting"]','[]','Would they pay for this?','112366620110d38a','001794222000000.010.112366620110d38a.73d393c9',0);
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
INSERT INTO "customers" VALUES('checkout','',0,'[]','tills','112366620110d38a','001794222000000.006.112366620110d38a.d2156852',0);
INSERT INTO "customers" VALUES('platform','',0,'["checkout"]','','112366620110d38a','001794222000000.002.112366620110d38a.7230db00',0);
INSERT INTO "customers" VALUES('retail','',0,'["shoppers"]','','112366620110d38a','001794222000000.003.112366620110d38a.7230db00',0);
INSERT INTO "customers" VALUES('shoppers','',1,'[]','','112366620110d38a','001794222000000.004.112366620110d38a.7230db00',0);
INSERT INTO "customers" VALUES('tills','',0,'["retail"]','','112366620110d38a','001794222000000.007.112366620110d38a.d2156852',0);
CREATE TABLE days_off (
    day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day, '+0 days')), reason TEXT NOT NULL, device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), CHECK (deleted = 0 OR reason = '')
) STRICT;
INSERT INTO "days_off" VALUES('2026-12-24','holiday','112366620110d38a','001793790000000.004.112366620110d38a.80df17e8',0);
INSERT INTO "days_off" VALUES('2026-12-25','holiday','112366620110d38a','001793790000000.005.112366620110d38a.80df17e8',0);
INSERT INTO "days_off" VALUES('2026-12-26','holiday','112366620110d38a','001793790000000.006.112366620110d38a.80df17e8',0);
CREATE TABLE facts (
    name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL,
    CHECK (name <> 'clock' OR value = '' OR value GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*')
) STRICT;
INSERT INTO "facts" VALUES('device','112366620110d38a');
INSERT INTO "facts" VALUES('clock','001794222000000.010.112366620110d38a.73d393c9');
INSERT INTO "facts" VALUES('seed','0117375f1c622fd3');
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
INSERT INTO "feedback" VALUES('01a1bff7-0780-7009-9b14-1a3a9b6e2372','2026-11-09','2026-11-09T12:00:00+01:00','retail','csat',2,'slow at noon','','112366620110d38a','001794222000000.00a.112366620110d38a.fb6268a4',0);
INSERT INTO "feedback" VALUES('01a1bff7-0780-700c-9517-7e5a140918b4','2026-11-09','2026-11-09T12:00:00+01:00','retail','nps',9,'','survey','112366620110d38a','001794222000000.00d.112366620110d38a.1c49aa99',0);
CREATE TABLE forgotten (
    table_name TEXT NOT NULL CHECK (table_name <> ''),
    key TEXT NOT NULL CHECK (key <> ''),
    device TEXT NOT NULL,
    clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'),
    PRIMARY KEY (table_name, key)
) STRICT;
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
INSERT INTO "history" VALUES(1,'01a18c77-6f80-7000-a4f8-41f2f4f8e196','ask','2026-10-30T12:00:00+01:00','112366620110d38a','check_ins','01a18c77-6f80-7002-9847-7f124fccf51d',NULL,'001793358000000.003.112366620110d38a.1ff61f36');
INSERT INTO "history" VALUES(2,'01a19bea-8380-7000-8ede-a93d2575f92d','ask','2026-11-02T12:00:00+01:00','112366620110d38a','check_ins','01a19bea-8380-7001-acd8-c5d9798c14d6',NULL,'001793617200000.002.112366620110d38a.b99be048');
INSERT INTO "history" VALUES(3,'01a19bea-8380-7003-a57c-33f1aa6b57f6','ask','2026-11-02T12:00:00+01:00','112366620110d38a','check_ins','01a19bea-8380-7004-b5b3-c7cd34c7e4bc',NULL,'001793617200000.005.112366620110d38a.7626148d');
INSERT INTO "history" VALUES(4,'01a1a110-df80-7000-9816-8ac37101432f','ask','2026-11-03T12:00:00+01:00','112366620110d38a','skips','2026-11-03',NULL,'001793703600000.001.112366620110d38a.9d08d3e8');
INSERT INTO "history" VALUES(5,'01a1a637-3b80-7000-9b67-9ad2bc4ff8dc','ask','2026-11-04T12:00:00+01:00','112366620110d38a','check_ins','01a1a637-3b80-7001-9c62-d000e63aa4ed',NULL,'001793790000000.002.112366620110d38a.fdc128a4');
INSERT INTO "history" VALUES(6,'01a1a637-3b80-7003-a981-a337ce527b87','off','2026-11-04T12:00:00+01:00','112366620110d38a','days_off','2026-12-24',NULL,'001793790000000.004.112366620110d38a.80df17e8');
INSERT INTO "history" VALUES(7,'01a1a637-3b80-7003-a981-a337ce527b87','off','2026-11-04T12:00:00+01:00','112366620110d38a','days_off','2026-12-25',NULL,'001793790000000.005.112366620110d38a.80df17e8');
INSERT INTO "history" VALUES(8,'01a1a637-3b80-7003-a981-a337ce527b87','off','2026-11-04T12:00:00+01:00','112366620110d38a','days_off','2026-12-26',NULL,'001793790000000.006.112366620110d38a.80df17e8');
INSERT INTO "history" VALUES(9,'01a1ab5d-9780-7000-81e2-3f450153dce6','ask','2026-11-05T12:00:00+01:00','112366620110d38a','check_ins','01a1ab5d-9780-7001-a6e7-401404866179',NULL,'001793876400000.002.112366620110d38a.0161b6c0');
INSERT INTO "history" VALUES(10,'01a1ab5d-9780-7003-b976-aea790a6f26d','delete','2026-11-05T12:00:00+01:00','112366620110d38a','check_ins','01a1ab5d-9780-7001-a6e7-401404866179','{"id": "01a1ab5d-9780-7001-a6e7-401404866179", "day": "2026-11-05", "at": "2026-11-05T12:00:00+01:00", "filled_in_later": 0, "score": 4, "note": "to be deleted", "kinds": "[]", "customers": "[]", "question": "If paying customers knew this was what they funded, how happy would they be?", "device": "112366620110d38a", "clock": "001793876400000.002.112366620110d38a.0161b6c0", "deleted": 0}','001793876400000.004.112366620110d38a.13861e89');
INSERT INTO "history" VALUES(11,'01a1b083-f380-7000-b194-7a7d8b0d96fc','ask','2026-11-06T12:00:00+01:00','112366620110d38a','check_ins','01a1b083-f380-7001-95ad-943c28b65f7a',NULL,'001793962800000.002.112366620110d38a.d076868d');
INSERT INTO "history" VALUES(12,'01a1b083-f380-7003-ace1-0e0d67e10386','edit','2026-11-06T12:00:00+01:00','112366620110d38a','check_ins','01a1b083-f380-7001-95ad-943c28b65f7a','{"id": "01a1b083-f380-7001-95ad-943c28b65f7a", "day": "2026-11-06", "at": "2026-11-06T12:00:00+01:00", "filled_in_later": 0, "score": 1, "note": "wrong", "kinds": "[]", "customers": "[]", "question": "If paying customers knew this was what they funded, how happy would they be?", "device": "112366620110d38a", "clock": "001793962800000.002.112366620110d38a.d076868d", "deleted": 0}','001793962800000.004.112366620110d38a.418426da');
INSERT INTO "history" VALUES(13,'01a1bff7-0780-7000-b595-e29557dcad5d','customer chain','2026-11-09T12:00:00+01:00','112366620110d38a','customers','checkout',NULL,'001794222000000.001.112366620110d38a.7230db00');
INSERT INTO "history" VALUES(14,'01a1bff7-0780-7000-b595-e29557dcad5d','customer chain','2026-11-09T12:00:00+01:00','112366620110d38a','customers','platform',NULL,'001794222000000.002.112366620110d38a.7230db00');
INSERT INTO "history" VALUES(15,'01a1bff7-0780-7000-b595-e29557dcad5d','customer chain','2026-11-09T12:00:00+01:00','112366620110d38a','customers','retail',NULL,'001794222000000.003.112366620110d38a.7230db00');
INSERT INTO "history" VALUES(16,'01a1bff7-0780-7000-b595-e29557dcad5d','customer chain','2026-11-09T12:00:00+01:00','112366620110d38a','customers','shoppers',NULL,'001794222000000.004.112366620110d38a.7230db00');
INSERT INTO "history" VALUES(17,'01a1bff7-0780-7005-a846-12c3bddfddf8','customer rename','2026-11-09T12:00:00+01:00','112366620110d38a','customers','checkout','{"name": "checkout", "label": "", "pays": 0, "serves": "[\"retail\"]", "same_as": "", "device": "112366620110d38a", "clock": "001794222000000.001.112366620110d38a.7230db00", "deleted": 0}','001794222000000.006.112366620110d38a.d2156852');
INSERT INTO "history" VALUES(18,'01a1bff7-0780-7005-a846-12c3bddfddf8','customer rename','2026-11-09T12:00:00+01:00','112366620110d38a','customers','tills',NULL,'001794222000000.007.112366620110d38a.d2156852');
INSERT INTO "history" VALUES(19,'01a1bff7-0780-7008-ba1e-fe0b74b370c7','feedback add','2026-11-09T12:00:00+01:00','112366620110d38a','feedback','01a1bff7-0780-7009-9b14-1a3a9b6e2372',NULL,'001794222000000.00a.112366620110d38a.fb6268a4');
INSERT INTO "history" VALUES(20,'01a1bff7-0780-700b-84a1-27606c02446e','feedback add','2026-11-09T12:00:00+01:00','112366620110d38a','feedback','01a1bff7-0780-700c-9517-7e5a140918b4',NULL,'001794222000000.00d.112366620110d38a.1c49aa99');
INSERT INTO "history" VALUES(21,'01a1bff7-0780-700e-96d1-b17d55f311cf','ask','2026-11-09T12:00:00+01:00','112366620110d38a','check_ins','01a1bff7-0780-700f-ba93-4fd0fc61d3c3',NULL,'001794222000000.010.112366620110d38a.73d393c9');
CREATE TABLE intentions (
    week TEXT NOT NULL PRIMARY KEY CHECK (
        week GLOB '[0-9][0-9][0-9][0-9]-W[0-5][0-9]'
        AND substr(week, 7) BETWEEN '01' AND '53'
    ),
    at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL AND at GLOB '*[-+][0-9][0-9]:[0-9][0-9]' AND substr(at, 1, 10) IS date(substr(at, 1, 10), '+0 days')), text TEXT NOT NULL, device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), CHECK (deleted = 0 OR text = '')
) STRICT;
CREATE TABLE skips (day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day, '+0 days')), at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL AND at GLOB '*[-+][0-9][0-9]:[0-9][0-9]' AND substr(at, 1, 10) IS date(substr(at, 1, 10), '+0 days')), device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1))) STRICT;
INSERT INTO "skips" VALUES('2026-11-03','2026-11-03T12:00:00+01:00','112366620110d38a','001793703600000.001.112366620110d38a.9d08d3e8',0);
CREATE TABLE workweeks (
    day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day, '+0 days')), weekdays TEXT NOT NULL CHECK (json_valid(weekdays) AND json_type(weekdays) = 'array'), device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    CHECK (deleted = 0 OR weekdays = '[]')
) STRICT;
INSERT INTO "workweeks" VALUES('0001-01-01','[0, 1, 2, 3, 4]','112366620110d38a','001793358000000.001.112366620110d38a.1ff61f36',0);
INSERT INTO "workweeks" VALUES('2026-11-06','[0, 1, 2, 3]','112366620110d38a','001793962800000.006.112366620110d38a.395940c6',0);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX check_ins_by_day ON check_ins (day) WHERE deleted = 0;
CREATE INDEX feedback_by_day ON feedback (day, customer, scale, score)
    WHERE deleted = 0;
CREATE INDEX feedback_by_customer ON feedback (customer, day) WHERE deleted = 0;
COMMIT;
PRAGMA application_id = 1986226993;
PRAGMA user_version = 3;
