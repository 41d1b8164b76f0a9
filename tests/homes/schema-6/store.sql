BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'valuecheck','create_tables','2026-11-26 11:59:13.154355+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'valuecheck','add_customers','2026-11-26 11:59:13.154684+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'valuecheck','add_moments','2026-11-26 11:59:13.154838+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'valuecheck','add_team_weeks','2026-11-26 11:59:13.154976+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'valuecheck','add_imports','2026-11-26 11:59:13.169451+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'valuecheck','add_trials','2026-11-26 11:59:13.170728+00:00');
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
INSERT INTO "check_ins" VALUES('01a18c77-6f80-7002-ae03-51cb4a358daa','2026-10-30','2026-10-30T12:00:00+01:00',0,5,'capacity plan for November +capacity @retail','["capacity"]','["retail"]','If paying customers knew this was what they funded, how happy would they be?','8f246d07ffd2bade','001793358000000.003.8f246d07ffd2bade.24905bda',0);
INSERT INTO "check_ins" VALUES('01a19bea-8380-7001-86d8-c3635d6a80f4','2026-11-02','2026-11-02T12:00:00+01:00',0,4,'fixed checkout outage +incident @retail','["incident"]','["retail"]','If paying customers knew this was what they funded, how happy would they be?','8f246d07ffd2bade','001793617200000.002.8f246d07ffd2bade.04bb87b4',0);
INSERT INTO "check_ins" VALUES('01a19bea-8380-7004-8c10-8a51a3428d1f','2026-11-02','2026-11-02T12:00:00+01:00',0,2,'third status meeting +meeting','["meeting"]','[]','If paying customers knew this was what they funded, how happy would they be?','8f246d07ffd2bade','001793617200000.005.8f246d07ffd2bade.d68f0e10',0);
INSERT INTO "check_ins" VALUES('01a1a637-3b80-7001-bc93-6c288638674c','2026-11-03','2026-11-04T12:00:00+01:00',1,3,'forgot, café 😀 +upgrade @platform','["upgrade"]','["platform"]','If paying customers knew this was what they funded, how happy would they be?','8f246d07ffd2bade','001793790000000.002.8f246d07ffd2bade.3cbb3036',0);
INSERT INTO "check_ins" VALUES('01a1ab5d-9780-7001-8ce3-79b7d407cca6','2026-11-05','2026-11-05T12:00:00+01:00',0,NULL,'','[]','[]','','8f246d07ffd2bade','001793876400000.004.8f246d07ffd2bade.5a4471a4',1);
INSERT INTO "check_ins" VALUES('01a1b083-f380-7001-8a21-4c4c2d6fb708','2026-11-06','2026-11-06T12:00:00+01:00',0,2,'right +desk @shoppers','["desk"]','["shoppers"]','If paying customers knew this was what they funded, how happy would they be?','8f246d07ffd2bade','001793962800000.004.8f246d07ffd2bade.e358f22e',0);
INSERT INTO "check_ins" VALUES('01a1bff7-0780-7014-b2fd-46a052b36d60','2026-11-09','2026-11-09T12:00:00+01:00',0,3,'the last command of this version +meeting','["meeting"]','[]','Would they pay for this?','8f246d07ffd2bade','001794222000000.015.8f246d07ffd2bade.ba0ea68d',0);
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
    device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), wants TEXT NOT NULL DEFAULT '' CHECK (
    length(wants) <= 200 AND instr(wants, char(0)) = 0 AND wants NOT GLOB '*[' || char(1, 45, 31) || ']*'
    AND (wants = '' OR (deleted = 0 AND same_as = ''))
), wants_on TEXT NOT NULL DEFAULT '' CHECK (
    wants_on = '' OR wants_on IS date(wants_on, '+0 days')
), not_asked INTEGER NOT NULL DEFAULT 0 CHECK (
    not_asked = 0 OR (not_asked = 1 AND deleted = 0 AND same_as = '')
),
    CHECK (deleted = 0 OR (label || same_as = '' AND pays = 0 AND serves = '[]'))
) STRICT;
INSERT INTO "customers" VALUES('checkout','',0,'[]','tills','8f246d07ffd2bade','001794222000000.006.8f246d07ffd2bade.ad01ef76',0,'','',0);
INSERT INTO "customers" VALUES('platform','',0,'["checkout"]','','8f246d07ffd2bade','001794222000000.002.8f246d07ffd2bade.03284a8b',0,'','',0);
INSERT INTO "customers" VALUES('retail','',0,'["shoppers"]','','8f246d07ffd2bade','001794222000000.00f.8f246d07ffd2bade.89d2a269',0,'orders out by 18:00','2026-11-09',1);
INSERT INTO "customers" VALUES('shoppers','',1,'[]','','8f246d07ffd2bade','001794222000000.004.8f246d07ffd2bade.03284a8b',0,'','',0);
INSERT INTO "customers" VALUES('tills','',0,'["retail"]','','8f246d07ffd2bade','001794222000000.007.8f246d07ffd2bade.ad01ef76',0,'','',0);
CREATE TABLE days_off (
    day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day, '+0 days')), reason TEXT NOT NULL, device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), CHECK (deleted = 0 OR reason = '')
) STRICT;
INSERT INTO "days_off" VALUES('2026-12-24','holiday','8f246d07ffd2bade','001793790000000.004.8f246d07ffd2bade.88e7fe25',0);
INSERT INTO "days_off" VALUES('2026-12-25','holiday','8f246d07ffd2bade','001793790000000.005.8f246d07ffd2bade.88e7fe25',0);
INSERT INTO "days_off" VALUES('2026-12-26','holiday','8f246d07ffd2bade','001793790000000.006.8f246d07ffd2bade.88e7fe25',0);
CREATE TABLE facts (
    name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL,
    CHECK (name <> 'clock' OR value = '' OR value GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*')
) STRICT;
INSERT INTO "facts" VALUES('device','8f246d07ffd2bade');
INSERT INTO "facts" VALUES('clock','001794222000000.015.8f246d07ffd2bade.ba0ea68d');
INSERT INTO "facts" VALUES('seed','bf6d2ef969246dca');
INSERT INTO "facts" VALUES('checked','21');
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
INSERT INTO "feedback" VALUES('01a1bff7-0780-7009-ae89-75cbdf5f5107','2026-11-09','2026-11-09T12:00:00+01:00','retail','csat',2,'slow at noon','','8f246d07ffd2bade','001794222000000.00a.8f246d07ffd2bade.af808de5',0);
INSERT INTO "feedback" VALUES('01a1bff7-0780-700c-b4d8-ed0755739e0a','2026-11-09','2026-11-09T12:00:00+01:00','retail','nps',9,'','survey','8f246d07ffd2bade','001794222000000.00d.8f246d07ffd2bade.43fbe44c',0);
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
INSERT INTO "history" VALUES(1,'01a18c77-6f80-7000-ac38-19d0501cd0a6','ask','2026-10-30T12:00:00+01:00','8f246d07ffd2bade','check_ins','01a18c77-6f80-7002-ae03-51cb4a358daa',NULL,'001793358000000.003.8f246d07ffd2bade.24905bda');
INSERT INTO "history" VALUES(2,'01a19bea-8380-7000-86ae-e47d020d3a41','ask','2026-11-02T12:00:00+01:00','8f246d07ffd2bade','check_ins','01a19bea-8380-7001-86d8-c3635d6a80f4',NULL,'001793617200000.002.8f246d07ffd2bade.04bb87b4');
INSERT INTO "history" VALUES(3,'01a19bea-8380-7003-8a1b-5e0b77e60937','ask','2026-11-02T12:00:00+01:00','8f246d07ffd2bade','check_ins','01a19bea-8380-7004-8c10-8a51a3428d1f',NULL,'001793617200000.005.8f246d07ffd2bade.d68f0e10');
INSERT INTO "history" VALUES(4,'01a1a110-df80-7000-8969-adf26b6d366b','ask','2026-11-03T12:00:00+01:00','8f246d07ffd2bade','skips','2026-11-03',NULL,'001793703600000.001.8f246d07ffd2bade.439f53ec');
INSERT INTO "history" VALUES(5,'01a1a637-3b80-7000-9f59-e4eca10c578e','ask','2026-11-04T12:00:00+01:00','8f246d07ffd2bade','check_ins','01a1a637-3b80-7001-bc93-6c288638674c',NULL,'001793790000000.002.8f246d07ffd2bade.3cbb3036');
INSERT INTO "history" VALUES(6,'01a1a637-3b80-7003-96e6-c2f71fd20269','off','2026-11-04T12:00:00+01:00','8f246d07ffd2bade','days_off','2026-12-24',NULL,'001793790000000.004.8f246d07ffd2bade.88e7fe25');
INSERT INTO "history" VALUES(7,'01a1a637-3b80-7003-96e6-c2f71fd20269','off','2026-11-04T12:00:00+01:00','8f246d07ffd2bade','days_off','2026-12-25',NULL,'001793790000000.005.8f246d07ffd2bade.88e7fe25');
INSERT INTO "history" VALUES(8,'01a1a637-3b80-7003-96e6-c2f71fd20269','off','2026-11-04T12:00:00+01:00','8f246d07ffd2bade','days_off','2026-12-26',NULL,'001793790000000.006.8f246d07ffd2bade.88e7fe25');
INSERT INTO "history" VALUES(9,'01a1ab5d-9780-7000-8714-acea9538d062','ask','2026-11-05T12:00:00+01:00','8f246d07ffd2bade','check_ins','01a1ab5d-9780-7001-8ce3-79b7d407cca6',NULL,'001793876400000.002.8f246d07ffd2bade.bf5aa16d');
INSERT INTO "history" VALUES(10,'01a1ab5d-9780-7003-bbae-149aa1a0a594','delete','2026-11-05T12:00:00+01:00','8f246d07ffd2bade','check_ins','01a1ab5d-9780-7001-8ce3-79b7d407cca6','{"id": "01a1ab5d-9780-7001-8ce3-79b7d407cca6", "day": "2026-11-05", "at": "2026-11-05T12:00:00+01:00", "filled_in_later": 0, "score": 4, "note": "to be deleted", "kinds": "[]", "customers": "[]", "question": "If paying customers knew this was what they funded, how happy would they be?", "device": "8f246d07ffd2bade", "clock": "001793876400000.002.8f246d07ffd2bade.bf5aa16d", "deleted": 0}','001793876400000.004.8f246d07ffd2bade.5a4471a4');
INSERT INTO "history" VALUES(11,'01a1b083-f380-7000-9b2f-c6e1e07c4a1f','ask','2026-11-06T12:00:00+01:00','8f246d07ffd2bade','check_ins','01a1b083-f380-7001-8a21-4c4c2d6fb708',NULL,'001793962800000.002.8f246d07ffd2bade.83f586ca');
INSERT INTO "history" VALUES(12,'01a1b083-f380-7003-887b-1495f76c4216','edit','2026-11-06T12:00:00+01:00','8f246d07ffd2bade','check_ins','01a1b083-f380-7001-8a21-4c4c2d6fb708','{"id": "01a1b083-f380-7001-8a21-4c4c2d6fb708", "day": "2026-11-06", "at": "2026-11-06T12:00:00+01:00", "filled_in_later": 0, "score": 1, "note": "wrong", "kinds": "[]", "customers": "[]", "question": "If paying customers knew this was what they funded, how happy would they be?", "device": "8f246d07ffd2bade", "clock": "001793962800000.002.8f246d07ffd2bade.83f586ca", "deleted": 0}','001793962800000.004.8f246d07ffd2bade.e358f22e');
INSERT INTO "history" VALUES(13,'01a1bff7-0780-7000-9b72-b4f0b01967b1','customer chain','2026-11-09T12:00:00+01:00','8f246d07ffd2bade','customers','checkout',NULL,'001794222000000.001.8f246d07ffd2bade.03284a8b');
INSERT INTO "history" VALUES(14,'01a1bff7-0780-7000-9b72-b4f0b01967b1','customer chain','2026-11-09T12:00:00+01:00','8f246d07ffd2bade','customers','platform',NULL,'001794222000000.002.8f246d07ffd2bade.03284a8b');
INSERT INTO "history" VALUES(15,'01a1bff7-0780-7000-9b72-b4f0b01967b1','customer chain','2026-11-09T12:00:00+01:00','8f246d07ffd2bade','customers','retail',NULL,'001794222000000.003.8f246d07ffd2bade.03284a8b');
INSERT INTO "history" VALUES(16,'01a1bff7-0780-7000-9b72-b4f0b01967b1','customer chain','2026-11-09T12:00:00+01:00','8f246d07ffd2bade','customers','shoppers',NULL,'001794222000000.004.8f246d07ffd2bade.03284a8b');
INSERT INTO "history" VALUES(17,'01a1bff7-0780-7005-9c9b-99728b184002','customer rename','2026-11-09T12:00:00+01:00','8f246d07ffd2bade','customers','checkout','{"name": "checkout", "label": "", "pays": 0, "serves": "[\"retail\"]", "same_as": "", "device": "8f246d07ffd2bade", "clock": "001794222000000.001.8f246d07ffd2bade.03284a8b", "deleted": 0, "wants": "", "wants_on": "", "not_asked": 0}','001794222000000.006.8f246d07ffd2bade.ad01ef76');
INSERT INTO "history" VALUES(18,'01a1bff7-0780-7005-9c9b-99728b184002','customer rename','2026-11-09T12:00:00+01:00','8f246d07ffd2bade','customers','tills',NULL,'001794222000000.007.8f246d07ffd2bade.ad01ef76');
INSERT INTO "history" VALUES(19,'01a1bff7-0780-7008-8185-e32d1cbc96c1','feedback add','2026-11-09T12:00:00+01:00','8f246d07ffd2bade','feedback','01a1bff7-0780-7009-ae89-75cbdf5f5107',NULL,'001794222000000.00a.8f246d07ffd2bade.af808de5');
INSERT INTO "history" VALUES(20,'01a1bff7-0780-700b-b06e-d4c4a61def06','feedback add','2026-11-09T12:00:00+01:00','8f246d07ffd2bade','feedback','01a1bff7-0780-700c-b4d8-ed0755739e0a',NULL,'001794222000000.00d.8f246d07ffd2bade.43fbe44c');
INSERT INTO "history" VALUES(21,'01a1bff7-0780-700e-b58f-24a163314c45','customer edit','2026-11-09T12:00:00+01:00','8f246d07ffd2bade','customers','retail','{"name": "retail", "label": "", "pays": 0, "serves": "[\"shoppers\"]", "same_as": "", "device": "8f246d07ffd2bade", "clock": "001794222000000.003.8f246d07ffd2bade.03284a8b", "deleted": 0, "wants": "", "wants_on": "", "not_asked": 0}','001794222000000.00f.8f246d07ffd2bade.89d2a269');
INSERT INTO "history" VALUES(22,'01a1bff7-0780-7010-b26c-bc56772fe3d1','try','2026-11-09T12:00:00+01:00','8f246d07ffd2bade','trials','01a1bff7-0780-7011-89c5-e732c907c059',NULL,'001794222000000.012.8f246d07ffd2bade.184d3336');
INSERT INTO "history" VALUES(23,'01a1bff7-0780-7013-8e37-d4804b0db262','ask','2026-11-09T12:00:00+01:00','8f246d07ffd2bade','check_ins','01a1bff7-0780-7014-b2fd-46a052b36d60',NULL,'001794222000000.015.8f246d07ffd2bade.ba0ea68d');
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
INSERT INTO "skips" VALUES('2026-11-03','2026-11-03T12:00:00+01:00','8f246d07ffd2bade','001793703600000.001.8f246d07ffd2bade.439f53ec',0);
CREATE TABLE team_weeks (
    week TEXT NOT NULL PRIMARY KEY CHECK (week IS date(week, '+0 days')),
    at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL AND at GLOB '*[-+][0-9][0-9]:[0-9][0-9]' AND substr(at, 1, 10) IS date(substr(at, 1, 10), '+0 days')),
    team TEXT NOT NULL CHECK (length(team) <= 40 AND instr(team, char(0)) = 0 AND team NOT GLOB '*[' || char(1, 45, 31) || ']*'),
    happy INTEGER CHECK (happy IN (0, 1)),
    epsilon REAL CHECK (epsilon > 0),
    device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    CHECK (deleted = 0 OR (team = '' AND happy IS NULL AND epsilon IS NULL))
) STRICT;
CREATE TABLE trials (
    id TEXT NOT NULL PRIMARY KEY CHECK (id GLOB '????????-????-7???-[89ab]???-????????????' AND length(replace(id, '-', '')) = 32 AND replace(id, '-', '') NOT GLOB '*[^0-9a-f]*'),
    at TEXT NOT NULL CHECK (datetime(at) IS NOT NULL AND at GLOB '*[-+][0-9][0-9]:[0-9][0-9]' AND substr(at, 1, 10) IS date(substr(at, 1, 10), '+0 days')),
    text TEXT NOT NULL CHECK (length(text) <= 200 AND instr(text, char(0)) = 0 AND text NOT GLOB '*[' || char(1, 45, 31) || ']*'),
    start TEXT NOT NULL  CHECK (start IS date(start, '+0 days')),
    finish TEXT NOT NULL  CHECK (finish IS date(finish, '+0 days')),
    measure TEXT NOT NULL CHECK (length(measure) <= 41),
    stopped TEXT NOT NULL CHECK (stopped = '' OR stopped IS date(stopped, '+0 days')),
    verdict TEXT NOT NULL CHECK (verdict = '' OR json_valid(verdict)),
    decision TEXT NOT NULL CHECK (decision IN ('', 'keep', 'stop', 'again')),
    device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    CHECK (start <= finish),
    CHECK (deleted = 0 OR text || measure || stopped || verdict || decision = '')
) STRICT;
INSERT INTO "trials" VALUES('01a1bff7-0780-7011-89c5-e732c907c059','2026-11-09T12:00:00+01:00','no status meeting','2026-11-09','2026-12-06','+meeting','','','','8f246d07ffd2bade','001794222000000.012.8f246d07ffd2bade.184d3336',0);
CREATE TABLE workweeks (
    day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day, '+0 days')), weekdays TEXT NOT NULL CHECK (json_valid(weekdays) AND json_type(weekdays) = 'array'), device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[0-9a-f][0-9a-f][0-9a-f].?*.?*'), deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    CHECK (deleted = 0 OR weekdays = '[]')
) STRICT;
INSERT INTO "workweeks" VALUES('0001-01-01','[0, 1, 2, 3, 4]','8f246d07ffd2bade','001793358000000.001.8f246d07ffd2bade.24905bda',0);
INSERT INTO "workweeks" VALUES('2026-11-06','[0, 1, 2, 3]','8f246d07ffd2bade','001793962800000.006.8f246d07ffd2bade.0543216b',0);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX check_ins_by_day ON check_ins (day) WHERE deleted = 0;
CREATE INDEX feedback_by_day ON feedback (day, customer, scale, score)
    WHERE deleted = 0;
CREATE INDEX feedback_by_customer ON feedback (customer, day) WHERE deleted = 0;
COMMIT;
PRAGMA application_id = 1986226993;
PRAGMA user_version = 6;
