BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'valuecheck','create_tables','2026-11-26 10:27:57.313042+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'valuecheck','add_customers','2026-11-26 10:27:57.313438+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'valuecheck','add_moments','2026-11-26 10:27:57.313630+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'valuecheck','add_team_weeks','2026-11-26 10:27:57.313784+00:00');
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
INSERT INTO "check_ins" VALUES('01a18c77-6f80-7002-9181-e8a58b2cc256','2026-10-30','2026-10-30T12:00:00+01:00',0,5,'capacity plan for November +capacity @retail','["capacity"]','["retail"]','If paying customers knew this was what they funded, how happy would they be?','d2e297eae901a942','001793358000000.003.d2e297eae901a942.af428ade',0);
INSERT INTO "check_ins" VALUES('01a19bea-8380-7001-a396-e693d2835ff0','2026-11-02','2026-11-02T12:00:00+01:00',0,4,'fixed checkout outage +incident @retail','["incident"]','["retail"]','If paying customers knew this was what they funded, how happy would they be?','d2e297eae901a942','001793617200000.002.d2e297eae901a942.584901ea',0);
INSERT INTO "check_ins" VALUES('01a19bea-8380-7004-898d-95b6a96c06bb','2026-11-02','2026-11-02T12:00:00+01:00',0,2,'third status meeting +meeting','["meeting"]','[]','If paying customers knew this was what they funded, how happy would they be?','d2e297eae901a942','001793617200000.005.d2e297eae901a942.60e6f60b',0);
INSERT INTO "check_ins" VALUES('01a1a637-3b80-7001-8b25-e3ef9d22b391','2026-11-03','2026-11-04T12:00:00+01:00',1,3,'forgot, café 😀 +upgrade @platform','["upgrade"]','["platform"]','If paying customers knew this was what they funded, how happy would they be?','d2e297eae901a942','001793790000000.002.d2e297eae901a942.02dc07ee',0);
INSERT INTO "check_ins" VALUES('01a1ab5d-9780-7001-a6e6-f2e6a71783f5','2026-11-05','2026-11-05T12:00:00+01:00',0,NULL,'','[]','[]','','d2e297eae901a942','001793876400000.004.d2e297eae901a942.82e08ac6',1);
INSERT INTO "check_ins" VALUES('01a1b083-f380-7001-a47b-8ebc1bf577e3','2026-11-06','2026-11-06T12:00:00+01:00',0,2,'right +desk @shoppers','["desk"]','["shoppers"]','If paying customers knew this was what they funded, how happy would they be?','d2e297eae901a942','001793962800000.004.d2e297eae901a942.c541e60c',0);
INSERT INTO "check_ins" VALUES('01a1bff7-0780-700f-a61d-7669e5d1feae','2026-11-09','2026-11-09T12:00:00+01:00',0,3,'the last command of this version +meeting','["meeting"]','[]','Would they pay for this?','d2e297eae901a942','001794222000000.010.d2e297eae901a942.75f56d92',0);
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
INSERT INTO "customers" VALUES('checkout','',0,'[]','tills','d2e297eae901a942','001794222000000.006.d2e297eae901a942.c62632ef',0);
INSERT INTO "customers" VALUES('platform','',0,'["checkout"]','','d2e297eae901a942','001794222000000.002.d2e297eae901a942.03493205',0);
INSERT INTO "customers" VALUES('retail','',0,'["shoppers"]','','d2e297eae901a942','001794222000000.003.d2e297eae901a942.03493205',0);
INSERT INTO "customers" VALUES('shoppers','',1,'[]','','d2e297eae901a942','001794222000000.004.d2e297eae901a942.03493205',0);
INSERT INTO "customers" VALUES('tills','',0,'["retail"]','','d2e297eae901a942','001794222000000.007.d2e297eae901a942.c62632ef',0);
CREATE TABLE days_off (
    day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day, '+0 days')), reason TEXT NOT NULL, device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), CHECK (deleted = 0 OR reason = '')
) STRICT;
INSERT INTO "days_off" VALUES('2026-12-24','holiday','d2e297eae901a942','001793790000000.004.d2e297eae901a942.46a4b04d',0);
INSERT INTO "days_off" VALUES('2026-12-25','holiday','d2e297eae901a942','001793790000000.005.d2e297eae901a942.46a4b04d',0);
INSERT INTO "days_off" VALUES('2026-12-26','holiday','d2e297eae901a942','001793790000000.006.d2e297eae901a942.46a4b04d',0);
CREATE TABLE facts (
    name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL,
    CHECK (name <> 'clock' OR value = '' OR value GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*')
) STRICT;
INSERT INTO "facts" VALUES('device','d2e297eae901a942');
INSERT INTO "facts" VALUES('clock','001794222000000.010.d2e297eae901a942.75f56d92');
INSERT INTO "facts" VALUES('seed','6fb073e985fc5192');
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
            WHEN 'good-bad' THEN score IN (0, 1) ELSE 0 END
        ELSE score IS NULL AND customer || scale || words || source = '' END
    )
) STRICT;
INSERT INTO "feedback" VALUES('01a1bff7-0780-7009-9efd-00eec46d93a8','2026-11-09','2026-11-09T12:00:00+01:00','retail','csat',2,'slow at noon','','d2e297eae901a942','001794222000000.00a.d2e297eae901a942.907db6fe',0);
INSERT INTO "feedback" VALUES('01a1bff7-0780-700c-b192-163438c018d5','2026-11-09','2026-11-09T12:00:00+01:00','retail','nps',9,'','survey','d2e297eae901a942','001794222000000.00d.d2e297eae901a942.0b7c41d8',0);
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
INSERT INTO "history" VALUES(1,'01a18c77-6f80-7000-9aab-8718b9662c78','ask','2026-10-30T12:00:00+01:00','d2e297eae901a942','check_ins','01a18c77-6f80-7002-9181-e8a58b2cc256',NULL,'001793358000000.003.d2e297eae901a942.af428ade');
INSERT INTO "history" VALUES(2,'01a19bea-8380-7000-9bce-f343946ef1e2','ask','2026-11-02T12:00:00+01:00','d2e297eae901a942','check_ins','01a19bea-8380-7001-a396-e693d2835ff0',NULL,'001793617200000.002.d2e297eae901a942.584901ea');
INSERT INTO "history" VALUES(3,'01a19bea-8380-7003-a231-180a9e157dc1','ask','2026-11-02T12:00:00+01:00','d2e297eae901a942','check_ins','01a19bea-8380-7004-898d-95b6a96c06bb',NULL,'001793617200000.005.d2e297eae901a942.60e6f60b');
INSERT INTO "history" VALUES(4,'01a1a110-df80-7000-837b-0b8b4a924578','ask','2026-11-03T12:00:00+01:00','d2e297eae901a942','skips','2026-11-03',NULL,'001793703600000.001.d2e297eae901a942.a494892e');
INSERT INTO "history" VALUES(5,'01a1a637-3b80-7000-a4e1-232ef6075f9c','ask','2026-11-04T12:00:00+01:00','d2e297eae901a942','check_ins','01a1a637-3b80-7001-8b25-e3ef9d22b391',NULL,'001793790000000.002.d2e297eae901a942.02dc07ee');
INSERT INTO "history" VALUES(6,'01a1a637-3b80-7003-99a1-f1dfde75c3b2','off','2026-11-04T12:00:00+01:00','d2e297eae901a942','days_off','2026-12-24',NULL,'001793790000000.004.d2e297eae901a942.46a4b04d');
INSERT INTO "history" VALUES(7,'01a1a637-3b80-7003-99a1-f1dfde75c3b2','off','2026-11-04T12:00:00+01:00','d2e297eae901a942','days_off','2026-12-25',NULL,'001793790000000.005.d2e297eae901a942.46a4b04d');
INSERT INTO "history" VALUES(8,'01a1a637-3b80-7003-99a1-f1dfde75c3b2','off','2026-11-04T12:00:00+01:00','d2e297eae901a942','days_off','2026-12-26',NULL,'001793790000000.006.d2e297eae901a942.46a4b04d');
INSERT INTO "history" VALUES(9,'01a1ab5d-9780-7000-b68b-699945cc40bf','ask','2026-11-05T12:00:00+01:00','d2e297eae901a942','check_ins','01a1ab5d-9780-7001-a6e6-f2e6a71783f5',NULL,'001793876400000.002.d2e297eae901a942.39efe86a');
INSERT INTO "history" VALUES(10,'01a1ab5d-9780-7003-b7a3-5f86fc78506b','delete','2026-11-05T12:00:00+01:00','d2e297eae901a942','check_ins','01a1ab5d-9780-7001-a6e6-f2e6a71783f5','{"id": "01a1ab5d-9780-7001-a6e6-f2e6a71783f5", "day": "2026-11-05", "at": "2026-11-05T12:00:00+01:00", "filled_in_later": 0, "score": 4, "note": "to be deleted", "kinds": "[]", "customers": "[]", "question": "If paying customers knew this was what they funded, how happy would they be?", "device": "d2e297eae901a942", "clock": "001793876400000.002.d2e297eae901a942.39efe86a", "deleted": 0}','001793876400000.004.d2e297eae901a942.82e08ac6');
INSERT INTO "history" VALUES(11,'01a1b083-f380-7000-8a00-01fb57fa73ed','ask','2026-11-06T12:00:00+01:00','d2e297eae901a942','check_ins','01a1b083-f380-7001-a47b-8ebc1bf577e3',NULL,'001793962800000.002.d2e297eae901a942.5c758b49');
INSERT INTO "history" VALUES(12,'01a1b083-f380-7003-a029-c4f4c6d0845e','edit','2026-11-06T12:00:00+01:00','d2e297eae901a942','check_ins','01a1b083-f380-7001-a47b-8ebc1bf577e3','{"id": "01a1b083-f380-7001-a47b-8ebc1bf577e3", "day": "2026-11-06", "at": "2026-11-06T12:00:00+01:00", "filled_in_later": 0, "score": 1, "note": "wrong", "kinds": "[]", "customers": "[]", "question": "If paying customers knew this was what they funded, how happy would they be?", "device": "d2e297eae901a942", "clock": "001793962800000.002.d2e297eae901a942.5c758b49", "deleted": 0}','001793962800000.004.d2e297eae901a942.c541e60c');
INSERT INTO "history" VALUES(13,'01a1bff7-0780-7000-bd00-f5ac9e0f5e19','customer chain','2026-11-09T12:00:00+01:00','d2e297eae901a942','customers','checkout',NULL,'001794222000000.001.d2e297eae901a942.03493205');
INSERT INTO "history" VALUES(14,'01a1bff7-0780-7000-bd00-f5ac9e0f5e19','customer chain','2026-11-09T12:00:00+01:00','d2e297eae901a942','customers','platform',NULL,'001794222000000.002.d2e297eae901a942.03493205');
INSERT INTO "history" VALUES(15,'01a1bff7-0780-7000-bd00-f5ac9e0f5e19','customer chain','2026-11-09T12:00:00+01:00','d2e297eae901a942','customers','retail',NULL,'001794222000000.003.d2e297eae901a942.03493205');
INSERT INTO "history" VALUES(16,'01a1bff7-0780-7000-bd00-f5ac9e0f5e19','customer chain','2026-11-09T12:00:00+01:00','d2e297eae901a942','customers','shoppers',NULL,'001794222000000.004.d2e297eae901a942.03493205');
INSERT INTO "history" VALUES(17,'01a1bff7-0780-7005-a4d6-13e3cfd7e3fd','customer rename','2026-11-09T12:00:00+01:00','d2e297eae901a942','customers','checkout','{"name": "checkout", "label": "", "pays": 0, "serves": "[\"retail\"]", "same_as": "", "device": "d2e297eae901a942", "clock": "001794222000000.001.d2e297eae901a942.03493205", "deleted": 0}','001794222000000.006.d2e297eae901a942.c62632ef');
INSERT INTO "history" VALUES(18,'01a1bff7-0780-7005-a4d6-13e3cfd7e3fd','customer rename','2026-11-09T12:00:00+01:00','d2e297eae901a942','customers','tills',NULL,'001794222000000.007.d2e297eae901a942.c62632ef');
INSERT INTO "history" VALUES(19,'01a1bff7-0780-7008-ab92-d4b499dbd42f','feedback add','2026-11-09T12:00:00+01:00','d2e297eae901a942','feedback','01a1bff7-0780-7009-9efd-00eec46d93a8',NULL,'001794222000000.00a.d2e297eae901a942.907db6fe');
INSERT INTO "history" VALUES(20,'01a1bff7-0780-700b-bd72-67d5c75ffd9f','feedback add','2026-11-09T12:00:00+01:00','d2e297eae901a942','feedback','01a1bff7-0780-700c-b192-163438c018d5',NULL,'001794222000000.00d.d2e297eae901a942.0b7c41d8');
INSERT INTO "history" VALUES(21,'01a1bff7-0780-700e-ad8f-527d6d0fa158','ask','2026-11-09T12:00:00+01:00','d2e297eae901a942','check_ins','01a1bff7-0780-700f-a61d-7669e5d1feae',NULL,'001794222000000.010.d2e297eae901a942.75f56d92');
CREATE TABLE intentions (
    week TEXT NOT NULL PRIMARY KEY CHECK (
        week GLOB '[0-9][0-9][0-9][0-9]-W[0-5][0-9]'
        AND substr(week, 7) BETWEEN '01' AND '53'
    ),
    at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL AND at GLOB '*[-+][0-9][0-9]:[0-9][0-9]' AND substr(at, 1, 10) IS date(substr(at, 1, 10), '+0 days')), text TEXT NOT NULL, device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), CHECK (deleted = 0 OR text = '')
) STRICT;
CREATE TABLE skips (day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day, '+0 days')), at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL AND at GLOB '*[-+][0-9][0-9]:[0-9][0-9]' AND substr(at, 1, 10) IS date(substr(at, 1, 10), '+0 days')), device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1))) STRICT;
INSERT INTO "skips" VALUES('2026-11-03','2026-11-03T12:00:00+01:00','d2e297eae901a942','001793703600000.001.d2e297eae901a942.a494892e',0);
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
INSERT INTO "workweeks" VALUES('0001-01-01','[0, 1, 2, 3, 4]','d2e297eae901a942','001793358000000.001.d2e297eae901a942.af428ade',0);
INSERT INTO "workweeks" VALUES('2026-11-06','[0, 1, 2, 3]','d2e297eae901a942','001793962800000.006.d2e297eae901a942.860c8bd4',0);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX check_ins_by_day ON check_ins (day) WHERE deleted = 0;
CREATE INDEX feedback_by_day ON feedback (day, customer, scale, score)
    WHERE deleted = 0;
CREATE INDEX feedback_by_customer ON feedback (customer, day) WHERE deleted = 0;
COMMIT;
PRAGMA application_id = 1986226993;
PRAGMA user_version = 4;
