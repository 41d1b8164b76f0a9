BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'valuecheck','create_tables','2026-11-26 08:58:00.622898+00:00');
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
INSERT INTO "check_ins" VALUES('01a18c77-6f80-7002-a7d7-b99eef519295','2026-10-30','2026-10-30T12:00:00+01:00',0,5,'capacity plan for November +capacity @retail','["capacity"]','["retail"]','If paying customers knew this was what they funded, how happy would they be?','eed15be8afbf6e7f','001793358000000.003.eed15be8afbf6e7f.8e628d6b',0);
INSERT INTO "check_ins" VALUES('01a19bea-8380-7001-a61b-54985db9c43f','2026-11-02','2026-11-02T12:00:00+01:00',0,4,'fixed checkout outage +incident @retail','["incident"]','["retail"]','If paying customers knew this was what they funded, how happy would they be?','eed15be8afbf6e7f','001793617200000.002.eed15be8afbf6e7f.19381bfa',0);
INSERT INTO "check_ins" VALUES('01a19bea-8380-7004-bfd4-bc8dba2181af','2026-11-02','2026-11-02T12:00:00+01:00',0,2,'third status meeting +meeting','["meeting"]','[]','If paying customers knew this was what they funded, how happy would they be?','eed15be8afbf6e7f','001793617200000.005.eed15be8afbf6e7f.3bf2dc09',0);
INSERT INTO "check_ins" VALUES('01a1a637-3b80-7001-b11f-3e46fcd0f7ee','2026-11-03','2026-11-04T12:00:00+01:00',1,3,'forgot, café 😀 +upgrade @platform','["upgrade"]','["platform"]','If paying customers knew this was what they funded, how happy would they be?','eed15be8afbf6e7f','001793790000000.002.eed15be8afbf6e7f.71abcbc1',0);
INSERT INTO "check_ins" VALUES('01a1ab5d-9780-7001-9605-34022a00580c','2026-11-05','2026-11-05T12:00:00+01:00',0,NULL,'','[]','[]','','eed15be8afbf6e7f','001793876400000.004.eed15be8afbf6e7f.04a8233f',1);
INSERT INTO "check_ins" VALUES('01a1b083-f380-7001-b744-1cc51f2bcada','2026-11-06','2026-11-06T12:00:00+01:00',0,2,'right +desk @shoppers','["desk"]','["shoppers"]','If paying customers knew this was what they funded, how happy would they be?','eed15be8afbf6e7f','001793962800000.004.eed15be8afbf6e7f.cfece8e9',0);
INSERT INTO "check_ins" VALUES('01a1bff7-0780-7001-bfed-7f95db6a91f2','2026-11-09','2026-11-09T12:00:00+01:00',0,3,'the last command of this version +meeting','["meeting"]','[]','Would they pay for this?','eed15be8afbf6e7f','001794222000000.002.eed15be8afbf6e7f.d2fb7d33',0);
CREATE TABLE days_off (
    day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day, '+0 days')), reason TEXT NOT NULL, device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), CHECK (deleted = 0 OR reason = '')
) STRICT;
INSERT INTO "days_off" VALUES('2026-12-24','holiday','eed15be8afbf6e7f','001793790000000.004.eed15be8afbf6e7f.5bcacfa8',0);
INSERT INTO "days_off" VALUES('2026-12-25','holiday','eed15be8afbf6e7f','001793790000000.005.eed15be8afbf6e7f.5bcacfa8',0);
INSERT INTO "days_off" VALUES('2026-12-26','holiday','eed15be8afbf6e7f','001793790000000.006.eed15be8afbf6e7f.5bcacfa8',0);
CREATE TABLE facts (
    name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL,
    CHECK (name <> 'clock' OR value = '' OR value GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*')
) STRICT;
INSERT INTO "facts" VALUES('device','eed15be8afbf6e7f');
INSERT INTO "facts" VALUES('clock','001794222000000.002.eed15be8afbf6e7f.d2fb7d33');
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
INSERT INTO "history" VALUES(1,'01a18c77-6f80-7000-88d2-c1c2f41d1167','ask','2026-10-30T12:00:00+01:00','eed15be8afbf6e7f','check_ins','01a18c77-6f80-7002-a7d7-b99eef519295',NULL,'001793358000000.003.eed15be8afbf6e7f.8e628d6b');
INSERT INTO "history" VALUES(2,'01a19bea-8380-7000-a835-26712137d981','ask','2026-11-02T12:00:00+01:00','eed15be8afbf6e7f','check_ins','01a19bea-8380-7001-a61b-54985db9c43f',NULL,'001793617200000.002.eed15be8afbf6e7f.19381bfa');
INSERT INTO "history" VALUES(3,'01a19bea-8380-7003-b6f0-ab2e1fdbe7ee','ask','2026-11-02T12:00:00+01:00','eed15be8afbf6e7f','check_ins','01a19bea-8380-7004-bfd4-bc8dba2181af',NULL,'001793617200000.005.eed15be8afbf6e7f.3bf2dc09');
INSERT INTO "history" VALUES(4,'01a1a110-df80-7000-b1a8-4ffa11133803','ask','2026-11-03T12:00:00+01:00','eed15be8afbf6e7f','skips','2026-11-03',NULL,'001793703600000.001.eed15be8afbf6e7f.0ef5545d');
INSERT INTO "history" VALUES(5,'01a1a637-3b80-7000-abf8-87067ab551cf','ask','2026-11-04T12:00:00+01:00','eed15be8afbf6e7f','check_ins','01a1a637-3b80-7001-b11f-3e46fcd0f7ee',NULL,'001793790000000.002.eed15be8afbf6e7f.71abcbc1');
INSERT INTO "history" VALUES(6,'01a1a637-3b80-7003-87bf-64b643cc8f71','off','2026-11-04T12:00:00+01:00','eed15be8afbf6e7f','days_off','2026-12-24',NULL,'001793790000000.004.eed15be8afbf6e7f.5bcacfa8');
INSERT INTO "history" VALUES(7,'01a1a637-3b80-7003-87bf-64b643cc8f71','off','2026-11-04T12:00:00+01:00','eed15be8afbf6e7f','days_off','2026-12-25',NULL,'001793790000000.005.eed15be8afbf6e7f.5bcacfa8');
INSERT INTO "history" VALUES(8,'01a1a637-3b80-7003-87bf-64b643cc8f71','off','2026-11-04T12:00:00+01:00','eed15be8afbf6e7f','days_off','2026-12-26',NULL,'001793790000000.006.eed15be8afbf6e7f.5bcacfa8');
INSERT INTO "history" VALUES(9,'01a1ab5d-9780-7000-978d-cea537d00b43','ask','2026-11-05T12:00:00+01:00','eed15be8afbf6e7f','check_ins','01a1ab5d-9780-7001-9605-34022a00580c',NULL,'001793876400000.002.eed15be8afbf6e7f.799b1f4d');
INSERT INTO "history" VALUES(10,'01a1ab5d-9780-7003-a4a3-cc606bcb1fa8','delete','2026-11-05T12:00:00+01:00','eed15be8afbf6e7f','check_ins','01a1ab5d-9780-7001-9605-34022a00580c','{"id": "01a1ab5d-9780-7001-9605-34022a00580c", "day": "2026-11-05", "at": "2026-11-05T12:00:00+01:00", "filled_in_later": 0, "score": 4, "note": "to be deleted", "kinds": "[]", "customers": "[]", "question": "If paying customers knew this was what they funded, how happy would they be?", "device": "eed15be8afbf6e7f", "clock": "001793876400000.002.eed15be8afbf6e7f.799b1f4d", "deleted": 0}','001793876400000.004.eed15be8afbf6e7f.04a8233f');
INSERT INTO "history" VALUES(11,'01a1b083-f380-7000-85ca-54605888270a','ask','2026-11-06T12:00:00+01:00','eed15be8afbf6e7f','check_ins','01a1b083-f380-7001-b744-1cc51f2bcada',NULL,'001793962800000.002.eed15be8afbf6e7f.588a67bf');
INSERT INTO "history" VALUES(12,'01a1b083-f380-7003-8a1b-6e48120d8a6b','edit','2026-11-06T12:00:00+01:00','eed15be8afbf6e7f','check_ins','01a1b083-f380-7001-b744-1cc51f2bcada','{"id": "01a1b083-f380-7001-b744-1cc51f2bcada", "day": "2026-11-06", "at": "2026-11-06T12:00:00+01:00", "filled_in_later": 0, "score": 1, "note": "wrong", "kinds": "[]", "customers": "[]", "question": "If paying customers knew this was what they funded, how happy would they be?", "device": "eed15be8afbf6e7f", "clock": "001793962800000.002.eed15be8afbf6e7f.588a67bf", "deleted": 0}','001793962800000.004.eed15be8afbf6e7f.cfece8e9');
INSERT INTO "history" VALUES(13,'01a1bff7-0780-7000-b77d-b937a2c184d6','ask','2026-11-09T12:00:00+01:00','eed15be8afbf6e7f','check_ins','01a1bff7-0780-7001-bfed-7f95db6a91f2',NULL,'001794222000000.002.eed15be8afbf6e7f.d2fb7d33');
CREATE TABLE intentions (
    week TEXT NOT NULL PRIMARY KEY CHECK (
        week GLOB '[0-9][0-9][0-9][0-9]-W[0-5][0-9]'
        AND substr(week, 7) BETWEEN '01' AND '53'
    ),
    at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL AND at GLOB '*[-+][0-9][0-9]:[0-9][0-9]' AND substr(at, 1, 10) IS date(substr(at, 1, 10), '+0 days')), text TEXT NOT NULL, device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), CHECK (deleted = 0 OR text = '')
) STRICT;
CREATE TABLE skips (day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day, '+0 days')), at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL AND at GLOB '*[-+][0-9][0-9]:[0-9][0-9]' AND substr(at, 1, 10) IS date(substr(at, 1, 10), '+0 days')), device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1))) STRICT;
INSERT INTO "skips" VALUES('2026-11-03','2026-11-03T12:00:00+01:00','eed15be8afbf6e7f','001793703600000.001.eed15be8afbf6e7f.0ef5545d',0);
CREATE TABLE workweeks (
    day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day, '+0 days')), weekdays TEXT NOT NULL CHECK (json_valid(weekdays) AND json_type(weekdays) = 'array'), device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    CHECK (deleted = 0 OR weekdays = '[]')
) STRICT;
INSERT INTO "workweeks" VALUES('0001-01-01','[0, 1, 2, 3, 4]','eed15be8afbf6e7f','001793358000000.001.eed15be8afbf6e7f.8e628d6b',0);
INSERT INTO "workweeks" VALUES('2026-11-06','[0, 1, 2, 3]','eed15be8afbf6e7f','001793962800000.006.eed15be8afbf6e7f.89746330',0);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX check_ins_by_day ON check_ins (day) WHERE deleted = 0;
COMMIT;
PRAGMA application_id = 1986226993;
PRAGMA user_version = 1;
