"""The tables of a run file, and what is said to them."""

TABLES = """
CREATE TABLE addresses (
  id INTEGER PRIMARY KEY, url TEXT NOT NULL, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, depth INTEGER NOT NULL,
  via TEXT NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, verdict TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT '', rendered INTEGER NOT NULL DEFAULT 0,
  target TEXT NOT NULL DEFAULT '', login INTEGER NOT NULL DEFAULT 0, served TEXT NOT NULL DEFAULT '',
  hops BLOB NOT NULL DEFAULT '[]');
CREATE INDEX waiting ON addresses (depth, id) WHERE state = 'pending';
CREATE TABLE traces (id INTEGER PRIMARY KEY, document BLOB NOT NULL);
CREATE TABLE ends (id INTEGER PRIMARY KEY, document BLOB NOT NULL);
CREATE TABLE inward (id INTEGER PRIMARY KEY, document BLOB NOT NULL);
CREATE TABLE traps (pattern TEXT PRIMARY KEY, sample TEXT NOT NULL, count INTEGER NOT NULL);
CREATE TABLE refused (what TEXT PRIMARY KEY, count INTEGER NOT NULL);
CREATE TABLE run (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
INSERT = """INSERT OR IGNORE INTO addresses (url, key, kind, depth, via, state, verdict, reason, detail, hops)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
LEASE = """UPDATE addresses SET state = 'leased' WHERE id IN
(SELECT id FROM addresses WHERE state = 'pending' AND (kind NOT IN ('page', 'route') OR ?) ORDER BY depth, id LIMIT ?)
RETURNING id, url, key, kind, depth, via, hops"""
FINISH = """UPDATE addresses SET state = 'done', verdict = ?, reason = ?, detail = ?, rendered = ?, target = ?,
login = ?, served = ? WHERE id = ? AND state != 'done'"""
PROMOTE = """UPDATE addresses SET kind = 'page', via = ?, depth = min(depth, ?) WHERE key = ?
RETURNING id, state, verdict, reason, target"""
AGAIN = "UPDATE addresses SET state = 'pending', verdict = '', reason = '', detail = '' WHERE id = ?"
READ = "SELECT document FROM traces JOIN addresses USING (id) ORDER BY depth, key"
ENDS = "SELECT document FROM ends JOIN addresses USING (id) ORDER BY key"
INWARD = "SELECT url, document FROM inward JOIN addresses USING (id) ORDER BY depth, key"
KNOWN = "SELECT url, key, target FROM addresses WHERE kind IN ('page', 'route')"
LEFT = "SELECT reason, count(*) FROM addresses WHERE kind = 'link' AND verdict = 'skipped' GROUP BY reason ORDER BY 1"
COUNT = """SELECT kind, state, verdict, reason, target != '', count(*), sum(rendered)
FROM addresses GROUP BY 1, 2, 3, 4, 5"""
ADD = "INSERT INTO {0} VALUES (?, ?, ?) ON CONFLICT ({1}) DO UPDATE SET count = count + excluded.count"
