-- Answers of closed weeks as counts: no more of them come, so nobody needs them one by one, and a
-- report reads some counts of each team instead of every answer.

CREATE TABLE valuecheck.counts (
    week date NOT NULL,
    team text NOT NULL,
    people integer NOT NULL,
    happy integer NOT NULL,
    PRIMARY KEY (week, team)
);

-- Count the answers of the weeks that are closed for good, and keep none of them. The limit is a
-- query of its own: today() may change, and would be asked for each row.
CREATE FUNCTION valuecheck.count_closed() RETURNS void
    LANGUAGE sql VOLATILE SET search_path = valuecheck, pg_temp
    AS $$
    WITH closed AS (
        DELETE FROM answers AS a WHERE a.week < (SELECT frozen_until(today()))
        RETURNING a.week, a.team, a.happy
    )
    INSERT INTO counts AS c (week, team, people, happy)
        SELECT d.week, d.team, count(*), count(*) FILTER (WHERE d.happy)
        FROM closed AS d GROUP BY d.week, d.team
    ON CONFLICT (week, team) DO UPDATE
        SET people = c.people + excluded.people, happy = c.happy + excluded.happy
    $$;

-- As before; whoever is the first to send after a week has closed has its answers counted.
CREATE OR REPLACE FUNCTION valuecheck.submit(team text, week date, happy boolean) RETURNS text
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
        -- One at a time, and nobody waits; the number is any, the same for every session.
        IF EXISTS (SELECT FROM answers AS a WHERE a.week < (SELECT frozen_until(today())))
            AND pg_try_advisory_xact_lock(1986227761) THEN
            PERFORM count_closed();
        END IF;
        RETURN 'stored';
    END $$;

-- As before, from the counts and from the answers that are not counted yet.
CREATE OR REPLACE FUNCTION valuecheck.report(first_week date, last_week date)
    RETURNS TABLE (week date, team text, people integer, happy integer)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = valuecheck, pg_temp
    -- Compiling costs more than it saves; a large team's cells are sorted in memory.
    SET jit = off SET work_mem = '64MB'
    AS $$
    WITH today AS MATERIALIZED (
        SELECT frozen_until(today()) - 7 AS latest
    ), terms AS MATERIALIZED (
        SELECT epsilon, min_people FROM settings LIMIT 1
    ), parts AS (
        SELECT c.week, c.team, c.people, c.happy
        FROM counts AS c
        WHERE c.week BETWEEN first_week AND least(last_week, (SELECT latest FROM today))
        UNION ALL
        SELECT a.week, a.team, count(*)::integer, (count(*) FILTER (WHERE a.happy))::integer
        FROM answers AS a
        WHERE a.week BETWEEN first_week AND least(last_week, (SELECT latest FROM today))
        GROUP BY a.week, a.team
    ), counted AS MATERIALIZED (
        SELECT p.week, p.team, sum(p.people) AS people, sum(p.happy) AS happy
        FROM parts AS p GROUP BY p.week, p.team
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

REVOKE ALL ON valuecheck.counts FROM PUBLIC;
REVOKE ALL ON FUNCTION valuecheck.count_closed() FROM PUBLIC;

SELECT valuecheck.count_closed();
