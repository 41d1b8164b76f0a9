BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'valuecheck','create_tables','2026-11-26 10:37:18.605035+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'valuecheck','add_customers','2026-11-26 10:37:18.605385+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'valuecheck','add_moments','2026-11-26 10:37:18.605544+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'valuecheck','add_team_weeks','2026-11-26 10:37:18.605680+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'valuecheck','add_imports','2026-11-26 10:37:18.607108+00:00');
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
INSERT INTO "check_ins" VALUES('01a18c77-6f80-7002-aac2-f98d9f077056','2026-10-30','2026-10-30T12:00:00+01:00',0,5,'capacity plan for November +capacity @retail','["capacity"]','["retail"]','If paying customers knew this was what they funded, how happy would they be?','0c03cdb24c89ab43','001793358000000.003.0c03cdb24c89ab43.4feb193e',0);
INSERT INTO "check_ins" VALUES('01a19bea-8380-7001-aa99-a4575e7da53b','2026-11-02','2026-11-02T12:00:00+01:00',0,4,'fixed checkout outage +incident @retail','["incident"]','["retail"]','If paying customers knew this was what they funded, how happy would they be?','0c03cdb24c89ab43','001793617200000.002.0c03cdb24c89ab43.55513506',0);
INSERT INTO "check_ins" VALUES('01a19bea-8380-7004-97dc-277bed30a3ba','2026-11-02','2026-11-02T12:00:00+01:00',0,2,'third status meeting +meeting','["meeting"]','[]','If paying customers knew this was what they funded, how happy would they be?','0c03cdb24c89ab43','001793617200000.005.0c03cdb24c89ab43.972735e5',0);
INSERT INTO "check_ins" VALUES('01a1a637-3b80-7001-bdc2-8acd04a22bbd','2026-11-03','2026-11-04T12:00:00+01:00',1,3,'forgot, café 😀 +upgrade @platform','["upgrade"]','["platform"]','If paying customers knew this was what they funded, how happy would they be?','0c03cdb24c89ab43','001793790000000.002.0c03cdb24c89ab43.d7411ff9',0);
INSERT INTO "check_ins" VALUES('01a1ab5d-9780-7001-8f48-a0f77e4c8b2c','2026-11-05','2026-11-05T12:00:00+01:00',0,NULL,'','[]','[]','','0c03cdb24c89ab43','001793876400000.004.0c03cdb24c89ab43.e1d7ead0',1);
INSERT INTO "check_ins" VALUES('01a1b083-f380-7001-bb26-cf3087333e75','2026-11-06','2026-11-06T12:00:00+01:00',0,2,'right +desk @shoppers','["desk"]','["shoppers"]','If paying customers knew this was what they funded, how happy would they be?','0c03cdb24c89ab43','001793962800000.004.0c03cdb24c89ab43.79f0a87c',0);
INSERT INTO "check_ins" VALUES('01a1bff7-0780-700f-ac69-8f26db1671e3','2026-11-09','2026-11-09T12:00:00+01:00',0,3,'the last command of this version +meeting','["meeting"]','[]','Would they pay for this?','0c03cdb24c89ab43','001794222000000.010.0c03cdb24c89ab43.b608605b',0);
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
INSERT INTO "customers" VALUES('checkout','',0,'[]','tills','0c03cdb24c89ab43','001794222000000.006.0c03cdb24c89ab43.6bd5ac34',0);
INSERT INTO "customers" VALUES('platform','',0,'["checkout"]','','0c03cdb24c89ab43','001794222000000.002.0c03cdb24c89ab43.cea95cd0',0);
INSERT INTO "customers" VALUES('retail','',0,'["shoppers"]','','0c03cdb24c89ab43','001794222000000.003.0c03cdb24c89ab43.cea95cd0',0);
INSERT INTO "customers" VALUES('shoppers','',1,'[]','','0c03cdb24c89ab43','001794222000000.004.0c03cdb24c89ab43.cea95cd0',0);
INSERT INTO "customers" VALUES('tills','',0,'["retail"]','','0c03cdb24c89ab43','001794222000000.007.0c03cdb24c89ab43.6bd5ac34',0);
CREATE TABLE days_off (
    day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day, '+0 days')), reason TEXT NOT NULL, device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), CHECK (deleted = 0 OR reason = '')
) STRICT;
INSERT INTO "days_off" VALUES('2026-12-24','holiday','0c03cdb24c89ab43','001793790000000.004.0c03cdb24c89ab43.46cd4cca',0);
INSERT INTO "days_off" VALUES('2026-12-25','holiday','0c03cdb24c89ab43','001793790000000.005.0c03cdb24c89ab43.46cd4cca',0);
INSERT INTO "days_off" VALUES('2026-12-26','holiday','0c03cdb24c89ab43','001793790000000.006.0c03cdb24c89ab43.46cd4cca',0);
CREATE TABLE facts (
    name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL,
    CHECK (name <> 'clock' OR value = '' OR value GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*')
) STRICT;
INSERT INTO "facts" VALUES('device','0c03cdb24c89ab43');
INSERT INTO "facts" VALUES('clock','001794222000000.010.0c03cdb24c89ab43.b608605b');
INSERT INTO "facts" VALUES('seed','e9d5dc8aeee45ef6');
INSERT INTO "facts" VALUES('checked','19');
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
            WHEN 'good-bad' THEN score IN (0, 1) WHEN 'ces' THEN score BETWEEN 1 AND 7
                WHEN '1-7' THEN score BETWEEN 1 AND 7
                WHEN '1-10' THEN score BETWEEN 1 AND 10
                WHEN '0-100' THEN score BETWEEN 0 AND 100 ELSE 0 END
        ELSE score IS NULL AND customer || scale || words || source = '' END
    )
) STRICT;
INSERT INTO "feedback" VALUES('01a1bff7-0780-7009-8019-0fbff493563a','2026-11-09','2026-11-09T12:00:00+01:00','retail','csat',2,'slow at noon','','0c03cdb24c89ab43','001794222000000.00a.0c03cdb24c89ab43.e76e0f1b',0);
INSERT INTO "feedback" VALUES('01a1bff7-0780-700c-9d49-afb61230ad69','2026-11-09','2026-11-09T12:00:00+01:00','retail','nps',9,'','survey','0c03cdb24c89ab43','001794222000000.00d.0c03cdb24c89ab43.4c8b2850',0);
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
INSERT INTO "history" VALUES(1,'01a18c77-6f80-7000-b5b2-7a831d5e16d0','ask','2026-10-30T12:00:00+01:00','0c03cdb24c89ab43','check_ins','01a18c77-6f80-7002-aac2-f98d9f077056',NULL,'001793358000000.003.0c03cdb24c89ab43.4feb193e');
INSERT INTO "history" VALUES(2,'01a19bea-8380-7000-8fb4-d90a2b8b65fd','ask','2026-11-02T12:00:00+01:00','0c03cdb24c89ab43','check_ins','01a19bea-8380-7001-aa99-a4575e7da53b',NULL,'001793617200000.002.0c03cdb24c89ab43.55513506');
INSERT INTO "history" VALUES(3,'01a19bea-8380-7003-9f8b-e2d907267324','ask','2026-11-02T12:00:00+01:00','0c03cdb24c89ab43','check_ins','01a19bea-8380-7004-97dc-277bed30a3ba',NULL,'001793617200000.005.0c03cdb24c89ab43.972735e5');
INSERT INTO "history" VALUES(4,'01a1a110-df80-7000-894a-9aa4e0a64707','ask','2026-11-03T12:00:00+01:00','0c03cdb24c89ab43','skips','2026-11-03',NULL,'001793703600000.001.0c03cdb24c89ab43.c5eb479c');
INSERT INTO "history" VALUES(5,'01a1a637-3b80-7000-9015-c3c3a64323f4','ask','2026-11-04T12:00:00+01:00','0c03cdb24c89ab43','check_ins','01a1a637-3b80-7001-bdc2-8acd04a22bbd',NULL,'001793790000000.002.0c03cdb24c89ab43.d7411ff9');
INSERT INTO "history" VALUES(6,'01a1a637-3b80-7003-8c40-9d12b0a68c36','off','2026-11-04T12:00:00+01:00','0c03cdb24c89ab43','days_off','2026-12-24',NULL,'001793790000000.004.0c03cdb24c89ab43.46cd4cca');
INSERT INTO "history" VALUES(7,'01a1a637-3b80-7003-8c40-9d12b0a68c36','off','2026-11-04T12:00:00+01:00','0c03cdb24c89ab43','days_off','2026-12-25',NULL,'001793790000000.005.0c03cdb24c89ab43.46cd4cca');
INSERT INTO "history" VALUES(8,'01a1a637-3b80-7003-8c40-9d12b0a68c36','off','2026-11-04T12:00:00+01:00','0c03cdb24c89ab43','days_off','2026-12-26',NULL,'001793790000000.006.0c03cdb24c89ab43.46cd4cca');
INSERT INTO "history" VALUES(9,'01a1ab5d-9780-7000-bf9d-321d8f653090','ask','2026-11-05T12:00:00+01:00','0c03cdb24c89ab43','check_ins','01a1ab5d-9780-7001-8f48-a0f77e4c8b2c',NULL,'001793876400000.002.0c03cdb24c89ab43.0cd050f1');
INSERT INTO "history" VALUES(10,'01a1ab5d-9780-7003-8c89-cc2fa60c4f1f','delete','2026-11-05T12:00:00+01:00','0c03cdb24c89ab43','check_ins','01a1ab5d-9780-7001-8f48-a0f77e4c8b2c','{"id": "01a1ab5d-9780-7001-8f48-a0f77e4c8b2c", "day": "2026-11-05", "at": "2026-11-05T12:00:00+01:00", "filled_in_later": 0, "score": 4, "note": "to be deleted", "kinds": "[]", "customers": "[]", "question": "If paying customers knew this was what they funded, how happy would they be?", "device": "0c03cdb24c89ab43", "clock": "001793876400000.002.0c03cdb24c89ab43.0cd050f1", "deleted": 0}','001793876400000.004.0c03cdb24c89ab43.e1d7ead0');
INSERT INTO "history" VALUES(11,'01a1b083-f380-7000-a614-aaf8254ac996','ask','2026-11-06T12:00:00+01:00','0c03cdb24c89ab43','check_ins','01a1b083-f380-7001-bb26-cf3087333e75',NULL,'001793962800000.002.0c03cdb24c89ab43.89dba09d');
INSERT INTO "history" VALUES(12,'01a1b083-f380-7003-9cf8-7e93b21b6a6e','edit','2026-11-06T12:00:00+01:00','0c03cdb24c89ab43','check_ins','01a1b083-f380-7001-bb26-cf3087333e75','{"id": "01a1b083-f380-7001-bb26-cf3087333e75", "day": "2026-11-06", "at": "2026-11-06T12:00:00+01:00", "filled_in_later": 0, "score": 1, "note": "wrong", "kinds": "[]", "customers": "[]", "question": "If paying customers knew this was what they funded, how happy would they be?", "device": "0c03cdb24c89ab43", "clock": "001793962800000.002.0c03cdb24c89ab43.89dba09d", "deleted": 0}','001793962800000.004.0c03cdb24c89ab43.79f0a87c');
INSERT INTO "history" VALUES(13,'01a1bff7-0780-7000-9414-4d0309433d79','customer chain','2026-11-09T12:00:00+01:00','0c03cdb24c89ab43','customers','checkout',NULL,'001794222000000.001.0c03cdb24c89ab43.cea95cd0');
INSERT INTO "history" VALUES(14,'01a1bff7-0780-7000-9414-4d0309433d79','customer chain','2026-11-09T12:00:00+01:00','0c03cdb24c89ab43','customers','platform',NULL,'001794222000000.002.0c03cdb24c89ab43.cea95cd0');
INSERT INTO "history" VALUES(15,'01a1bff7-0780-7000-9414-4d0309433d79','customer chain','2026-11-09T12:00:00+01:00','0c03cdb24c89ab43','customers','retail',NULL,'001794222000000.003.0c03cdb24c89ab43.cea95cd0');
INSERT INTO "history" VALUES(16,'01a1bff7-0780-7000-9414-4d0309433d79','customer chain','2026-11-09T12:00:00+01:00','0c03cdb24c89ab43','customers','shoppers',NULL,'001794222000000.004.0c03cdb24c89ab43.cea95cd0');
INSERT INTO "history" VALUES(17,'01a1bff7-0780-7005-95a7-b25a1b586232','customer rename','2026-11-09T12:00:00+01:00','0c03cdb24c89ab43','customers','checkout','{"name": "checkout", "label": "", "pays": 0, "serves": "[\"retail\"]", "same_as": "", "device": "0c03cdb24c89ab43", "clock": "001794222000000.001.0c03cdb24c89ab43.cea95cd0", "deleted": 0}','001794222000000.006.0c03cdb24c89ab43.6bd5ac34');
INSERT INTO "history" VALUES(18,'01a1bff7-0780-7005-95a7-b25a1b586232','customer rename','2026-11-09T12:00:00+01:00','0c03cdb24c89ab43','customers','tills',NULL,'001794222000000.007.0c03cdb24c89ab43.6bd5ac34');
INSERT INTO "history" VALUES(19,'01a1bff7-0780-7008-86a1-7ed1fe687f0b','feedback add','2026-11-09T12:00:00+01:00','0c03cdb24c89ab43','feedback','01a1bff7-0780-7009-8019-0fbff493563a',NULL,'001794222000000.00a.0c03cdb24c89ab43.e76e0f1b');
INSERT INTO "history" VALUES(20,'01a1bff7-0780-700b-b7f0-b2c55182c72f','feedback add','2026-11-09T12:00:00+01:00','0c03cdb24c89ab43','feedback','01a1bff7-0780-700c-9d49-afb61230ad69',NULL,'001794222000000.00d.0c03cdb24c89ab43.4c8b2850');
INSERT INTO "history" VALUES(21,'01a1bff7-0780-700e-b35b-5d9c46f436c2','ask','2026-11-09T12:00:00+01:00','0c03cdb24c89ab43','check_ins','01a1bff7-0780-700f-ac69-8f26db1671e3',NULL,'001794222000000.010.0c03cdb24c89ab43.b608605b');
CREATE TABLE imports (
    id TEXT NOT NULL PRIMARY KEY CHECK (id GLOB '????????-????-7???-[89ab]???-????????????' AND length(replace(id, '-', '')) = 32 AND replace(id, '-', '') NOT GLOB '*[^0-9a-f]*'),
    at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL AND at GLOB '*[-+][0-9][0-9]:[0-9][0-9]' AND substr(at, 1, 10) IS date(substr(at, 1, 10), '+0 days')),
    file TEXT NOT NULL CHECK (length(file) <= 100 AND instr(file, char(0)) = 0 AND file NOT GLOB '*[' || char(1, 45, 31) || ']*'),
    source TEXT NOT NULL CHECK (length(source) <= 100 AND instr(source, char(0)) = 0 AND source NOT GLOB '*[' || char(1, 45, 31) || ']*'),
    layout TEXT NOT NULL CHECK (length(layout) <= 64 AND instr(layout, char(0)) = 0 AND layout NOT GLOB '*[' || char(1, 45, 31) || ']*'),
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    rows INTEGER NOT NULL CHECK (rows >= 0),
    unread INTEGER NOT NULL CHECK (unread >= 0),
    unread_on TEXT NOT NULL,
    device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    CHECK (deleted = 0 OR (
        file || source || layout || first_day || last_day = '' AND rows = 0
        AND unread = 0 AND unread_on = '{}'
    ))
) STRICT;
CREATE TABLE intentions (
    week TEXT NOT NULL PRIMARY KEY CHECK (
        week GLOB '[0-9][0-9][0-9][0-9]-W[0-5][0-9]'
        AND substr(week, 7) BETWEEN '01' AND '53'
    ),
    at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL AND at GLOB '*[-+][0-9][0-9]:[0-9][0-9]' AND substr(at, 1, 10) IS date(substr(at, 1, 10), '+0 days')), text TEXT NOT NULL, device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), CHECK (deleted = 0 OR text = '')
) STRICT;
CREATE TABLE skips (day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day, '+0 days')), at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL AND at GLOB '*[-+][0-9][0-9]:[0-9][0-9]' AND substr(at, 1, 10) IS date(substr(at, 1, 10), '+0 days')), device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1))) STRICT;
INSERT INTO "skips" VALUES('2026-11-03','2026-11-03T12:00:00+01:00','0c03cdb24c89ab43','001793703600000.001.0c03cdb24c89ab43.c5eb479c',0);
CREATE TABLE team_weeks (
    week TEXT NOT NULL PRIMARY KEY CHECK (week IS date(week, '+0 days')),
    at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL AND at GLOB '*[-+][0-9][0-9]:[0-9][0-9]' AND substr(at, 1, 10) IS date(substr(at, 1, 10), '+0 days')),
    team TEXT NOT NULL CHECK (length(team) <= 40 AND instr(team, char(0)) = 0 AND team NOT GLOB '*[' || char(1, 45, 31) || ']*'),
    happy INTEGER CHECK (happy IN (0, 1)),
    epsilon REAL CHECK (epsilon > 0),
    device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    CHECK (deleted = 0 OR (team = '' AND happy IS NULL AND epsilon IS NULL))
) STRICT;
CREATE TABLE workweeks (
    day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day, '+0 days')), weekdays TEXT NOT NULL CHECK (json_valid(weekdays) AND json_type(weekdays) = 'array'), device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    CHECK (deleted = 0 OR weekdays = '[]')
) STRICT;
INSERT INTO "workweeks" VALUES('0001-01-01','[0, 1, 2, 3, 4]','0c03cdb24c89ab43','001793358000000.001.0c03cdb24c89ab43.4feb193e',0);
INSERT INTO "workweeks" VALUES('2026-11-06','[0, 1, 2, 3]','0c03cdb24c89ab43','001793962800000.006.0c03cdb24c89ab43.bb009d5f',0);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX check_ins_by_day ON check_ins (day) WHERE deleted = 0;
CREATE INDEX feedback_by_day ON feedback (day, customer, scale, score)
    WHERE deleted = 0;
CREATE INDEX feedback_by_customer ON feedback (customer, day) WHERE deleted = 0;
COMMIT;
PRAGMA application_id = 1986226993;
PRAGMA user_version = 5;
