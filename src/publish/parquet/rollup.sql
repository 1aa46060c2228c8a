-- The totals of every place, from the tables of this folder, as phubieu makes them.
--
-- Standard SQL over six views: facts, figures, ratio_parts, units, places, weights. It runs as it stands in
-- DuckDB and Spark (SCHEMA.md says how the views are made). Sums, the least and the greatest are exact decimals;
-- means and ratios are quotients in double precision.
WITH cells AS (
  -- What each unit says in each cell; the items of a list are one row.
  SELECT f.form AS form, f.period AS period, f.era AS era, f.unit AS unit, f.row AS item,
         CASE WHEN EXISTS (SELECT 1 FROM figures g WHERE g.form = f.form AND g.row = '*') THEN '*' ELSE f.row END AS r,
         f.column AS c, f.value AS value, f.state AS state
  FROM facts f
  WHERE f.counts
),
plain AS (
  -- Figures that stand alone, with their weights.
  SELECT g.form AS form, g.row AS r, g.column AS c, g.rule AS rule, g.factor AS factor,
         x.period AS period, x.era AS era, x.unit AS unit, x.value AS value, x.state AS state,
         CASE WHEN g.rule = 'weighted_mean' THEN w.value ELSE CAST(1 AS DECIMAL(38, 18)) END AS weight
  FROM figures g
  JOIN cells x ON x.form = g.form AND x.r = g.row AND x.c = g.column
  LEFT JOIN weights w ON w.name = g.weight AND w.unit = x.unit AND w.era = x.era AND w.period = x.period
  WHERE g.rule <> 'ratio'
),
parts AS (
  -- Ratios: the numerator and the sum of the denominators of each unit, or item, where all of them have a value.
  SELECT g.form AS form, g.row AS r, g.column AS c, g.factor AS factor, x.period AS period, x.era AS era,
         x.unit AS unit,
         SUM(CASE WHEN p.side = 'over' THEN x.value END) AS value,
         SUM(CASE WHEN p.side = 'under' THEN x.value END) AS weight,
         COUNT(x.value) AS given,
         COUNT(*) AS found,
         SUM(CASE WHEN x.state = 'not_applicable' THEN 1 ELSE 0 END) AS without,
         SUM(CASE WHEN x.state IN ('ambiguous', 'unreadable') THEN 1 ELSE 0 END) AS unusable,
         MIN(n.needed) AS needed
  FROM figures g
  JOIN ratio_parts p ON p.form = g.form AND p.row = g.row AND p.column = g.column
  JOIN cells x ON x.form = p.form AND x.r = p.part_row AND x.c = p.part_column
  JOIN (SELECT q.form AS form, q.row AS r, q.column AS c, COUNT(*) AS needed
        FROM ratio_parts q GROUP BY q.form, q.row, q.column) n
    ON n.form = g.form AND n.r = g.row AND n.c = g.column
  WHERE g.rule = 'ratio'
  GROUP BY g.form, g.row, g.column, g.factor, x.period, x.era, x.unit, CASE WHEN g.row = '*' THEN x.item ELSE '' END
),
given AS (
  SELECT form, r, c, rule, factor, period, era, unit, value, weight,
         CASE WHEN state = 'not_applicable' THEN 1 ELSE 0 END AS without,
         CASE WHEN state IN ('ambiguous', 'unreadable') THEN 1 ELSE 0 END AS unusable
  FROM plain
  UNION ALL
  SELECT form, r, c, 'ratio' AS rule, factor, period, era, unit,
         CASE WHEN given = needed THEN value END AS value,
         CASE WHEN given = needed THEN weight END AS weight,
         CASE WHEN found = needed AND given < needed AND unusable = 0 AND without > 0 THEN 1 ELSE 0 END AS without,
         CASE WHEN found = needed AND unusable > 0 THEN 1 ELSE 0 END AS unusable
  FROM parts
),
counted AS (
  SELECT form, r, c, rule, factor, period, era, unit, value, weight, without,
         CASE WHEN value IS NOT NULL AND weight IS NOT NULL THEN 1 ELSE 0 END AS counts,
         CASE WHEN unusable > 0 OR (value IS NOT NULL AND weight IS NULL) THEN 1 ELSE 0 END AS excluded
  FROM given
),
totals AS (
  SELECT t.form AS form, t.r AS r, t.c AS c, p.place AS place, t.period AS period, t.era AS era,
         MIN(t.rule) AS rule,
         -- Exact: what adds, and what is picked.
         CASE MIN(t.rule)
           WHEN 'sum' THEN SUM(CASE WHEN t.counts = 1 THEN t.value END)
           WHEN 'last' THEN SUM(CASE WHEN t.counts = 1 THEN t.value END)
           WHEN 'min' THEN MIN(CASE WHEN t.counts = 1 THEN t.value END)
           WHEN 'max' THEN MAX(CASE WHEN t.counts = 1 THEN t.value END)
         END AS value,
         -- Quotients.
         CASE MIN(t.rule)
           WHEN 'weighted_mean' THEN
             SUM(CASE WHEN t.counts = 1 THEN CAST(t.value AS DOUBLE) * CAST(t.weight AS DOUBLE) END)
             / NULLIF(SUM(CASE WHEN t.counts = 1 THEN CAST(t.weight AS DOUBLE) END), 0)
           WHEN 'ratio' THEN
             CAST(SUM(CASE WHEN t.counts = 1 THEN t.value END) AS DOUBLE) * CAST(MIN(t.factor) AS DOUBLE)
             / NULLIF(CAST(SUM(CASE WHEN t.counts = 1 THEN t.weight END) AS DOUBLE), 0)
           WHEN 'mean' THEN AVG(CASE WHEN t.counts = 1 THEN CAST(t.value AS DOUBLE) END)
         END AS quotient,
         SUM(t.counts) AS reported,
         SUM(t.without) AS without,
         SUM(t.excluded) AS excluded
  FROM counted t
  JOIN places p ON p.unit = t.unit AND p.era = t.era
  GROUP BY t.form, t.r, t.c, p.place, t.period, t.era
),
expected AS (
  SELECT era, place, COUNT(*) AS units FROM places GROUP BY era, place
)
SELECT t.form AS form, t.r AS row_code, t.c AS column_code, t.place AS unit, t.period AS period, t.era AS era, t.rule AS rule,
       t.value AS value, t.quotient AS quotient, t.reported AS reported, e.units - t.without AS expected,
       t.excluded AS excluded
FROM totals t
JOIN expected e ON e.place = t.place AND e.era = t.era
ORDER BY 1, 6, 5, 4, 2, 3
