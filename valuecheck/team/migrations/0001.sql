-- Tables, functions and rights of a team's shared picture.
--
-- Nobody but the owner reads a table. Members execute submit(), readers execute report(); both run
-- with the owner's rights and a fixed search path, so that no role's own objects are found first.

CREATE TABLE valuecheck.settings (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    -- NULL: bits arrive as they are, and counts are rounded to five.
    epsilon double precision CHECK (epsilon > 0),
    min_people integer NOT NULL CHECK (min_people >= 5)
);

-- Who has sent a week; never what.
CREATE TABLE valuecheck.published (
    member text NOT NULL,
    week date NOT NULL CHECK (extract(isodow FROM week) = 1),
    PRIMARY KEY (member, week)
);

-- What was sent; never by whom or when.
CREATE TABLE valuecheck.answers (
    team text NOT NULL,
    week date NOT NULL,
    happy boolean NOT NULL
);
-- One index without a condition: the planner's public row estimates of a partial index would tell
-- how many answers are happy.
CREATE INDEX answers_by_week ON valuecheck.answers (week, team) INCLUDE (happy);

CREATE TABLE valuecheck.serves (
    team text NOT NULL,
    customer text NOT NULL CHECK (customer <> team),
    pays boolean NOT NULL,
    PRIMARY KEY (team, customer)
);

CREATE TABLE valuecheck.notes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    team text NOT NULL,
    day date NOT NULL,
    note text NOT NULL CHECK (length(note) BETWEEN 1 AND 500 AND note !~ '[[:cntrl:]]')
);

CREATE FUNCTION valuecheck.today() RETURNS date
    LANGUAGE sql VOLATILE
    AS $$ SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date $$;

-- A week is published in the week after it and shown from the second Monday after its end on.
CREATE FUNCTION valuecheck.frozen_until(today date) RETURNS date
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT date_trunc('week', today)::date - 7 $$;

CREATE FUNCTION valuecheck.checked_name(name text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    AS $$
    BEGIN
        IF name IS NULL OR length(name) NOT BETWEEN 1 AND 40 OR name ~ '[[:cntrl:][:space:]]' THEN
            RAISE EXCEPTION 'not a name of a team' USING ERRCODE = 'VC001';
        END IF;
        RETURN name;
    END $$;

CREATE FUNCTION valuecheck.about(
    OUT version integer, OUT epsilon double precision, OUT min_people integer
)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = valuecheck, pg_temp
    AS $$ SELECT (SELECT max(number) FROM migrations), epsilon, min_people FROM settings $$;

-- Store the bit of a closed week. The first bit of a member and week stands.
CREATE FUNCTION valuecheck.submit(team text, week date, happy boolean) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = valuecheck, pg_temp
    AS $$
    BEGIN
        PERFORM checked_name(submit.team);
        IF submit.week IS NULL OR submit.happy IS NULL OR extract(isodow FROM submit.week) <> 1 THEN
            RAISE EXCEPTION 'a week begins on a Monday' USING ERRCODE = 'VC002';
        END IF;
        IF submit.week < frozen_until(today()) THEN
            RETURN 'too late';
        END IF;
        -- A day of room: Monday begins up to fourteen hours earlier than in UTC.
        IF submit.week + 6 > today() THEN
            RETURN 'too early';
        END IF;
        INSERT INTO published (member, week) VALUES (session_user, submit.week)
            ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
            RETURN 'already';
        END IF;
        INSERT INTO answers (team, week, happy) VALUES (submit.team, submit.week, submit.happy);
        RETURN 'stored';
    END $$;

-- Count answers by week and team; team NULL is everybody. Where a count may not be shown,
-- people and happy are NULL: fewer people than the minimum, or the smallest group beside such a
-- one, since the whole less the others would tell it.
CREATE FUNCTION valuecheck.report(first_week date, last_week date)
    RETURNS TABLE (week date, team text, people integer, happy integer)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = valuecheck, pg_temp
    -- Compiling costs more than it saves; a large team's cells are sorted in memory.
    SET jit = off SET work_mem = '64MB'
    AS $$
    WITH today AS MATERIALIZED (
        SELECT frozen_until(today()) - 7 AS latest
    ), terms AS MATERIALIZED (
        SELECT epsilon, min_people FROM settings LIMIT 1
    ), counted AS MATERIALIZED (
        SELECT a.week, a.team, count(*) AS people, count(*) FILTER (WHERE a.happy) AS happy
        FROM answers AS a
        WHERE a.week BETWEEN first_week AND least(last_week, (SELECT latest FROM today))
        GROUP BY a.week, a.team
    ), placed AS (
        SELECT c.*, coalesce(sum(c.people) OVER (
            PARTITION BY c.week ORDER BY c.people, c.team
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS smaller,
        min(c.people) OVER (PARTITION BY c.week) AS smallest
        FROM counted AS c
    ), cells AS (
        SELECT p.week, p.team, p.people, p.happy,
            p.people >= s.min_people
            AND (p.smallest >= s.min_people OR p.smaller >= s.min_people) AS shown
        FROM placed AS p, terms AS s
        UNION ALL
        SELECT c.week, NULL, sum(c.people), sum(c.happy), sum(c.people) >= s.min_people
        FROM counted AS c, terms AS s
        GROUP BY c.week, s.min_people
    )
    SELECT c.week, c.team,
        CASE WHEN NOT c.shown THEN NULL WHEN s.epsilon IS NULL THEN rounded.people
            ELSE c.people END::integer,
        CASE WHEN NOT c.shown THEN NULL
            WHEN s.epsilon IS NULL THEN least(round(c.happy / 5.0) * 5, rounded.people)
            ELSE c.happy END::integer
    FROM cells AS c, terms AS s,
        LATERAL (SELECT round(c.people / 5.0) * 5 AS people) AS rounded
    ORDER BY c.week, c.team NULLS FIRST
    $$;

CREATE FUNCTION valuecheck.set_serves(team text, customers text[], pays boolean) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = valuecheck, pg_temp
    AS $$
    BEGIN
        PERFORM checked_name(set_serves.team);
        PERFORM checked_name(name) FROM unnest(set_serves.customers) AS name;
        DELETE FROM serves AS s WHERE s.team = set_serves.team;
        INSERT INTO serves (team, customer, pays)
            SELECT DISTINCT set_serves.team, name, set_serves.pays
            FROM unnest(set_serves.customers) AS name WHERE name <> set_serves.team;
    END $$;

CREATE FUNCTION valuecheck.chain()
    RETURNS TABLE (team text, customer text, pays boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = valuecheck, pg_temp
    AS $$ SELECT s.team, s.customer, s.pays FROM serves AS s ORDER BY 1, 2 $$;

CREATE FUNCTION valuecheck.add_note(team text, note text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = valuecheck, pg_temp
    AS $$
    BEGIN
        INSERT INTO notes (team, day, note)
            VALUES (checked_name(add_note.team), today(), add_note.note);
    END $$;

CREATE FUNCTION valuecheck.latest_notes(since date)
    RETURNS TABLE (team text, day date, note text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = valuecheck, pg_temp
    AS $$
    SELECT n.team, n.day, n.note FROM notes AS n WHERE n.day >= since ORDER BY n.id DESC LIMIT 100
    $$;

REVOKE ALL ON SCHEMA valuecheck FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA valuecheck FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA valuecheck FROM PUBLIC;
GRANT USAGE ON SCHEMA valuecheck TO valuecheck_submit, valuecheck_report;
GRANT EXECUTE ON FUNCTION valuecheck.about() TO valuecheck_submit, valuecheck_report;
GRANT EXECUTE ON FUNCTION valuecheck.submit(text, date, boolean) TO valuecheck_submit;
GRANT EXECUTE ON FUNCTION valuecheck.set_serves(text, text[], boolean) TO valuecheck_submit;
GRANT EXECUTE ON FUNCTION valuecheck.add_note(text, text) TO valuecheck_submit;
GRANT EXECUTE ON FUNCTION valuecheck.report(date, date) TO valuecheck_report;
GRANT EXECUTE ON FUNCTION valuecheck.chain() TO valuecheck_report;
GRANT EXECUTE ON FUNCTION valuecheck.latest_notes(date) TO valuecheck_submit, valuecheck_report;
