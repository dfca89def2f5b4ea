//! What a schema asks of those who write, and what a newer one must not ask
//! of them besides: a release only adds.

use std::collections::{BTreeMap, BTreeSet};

use crate::backends::bed::Bed;

/// Triggers on tables of the release before that do not concern it.
const HARMLESS: [&str; 5] =
    // It adds lines to the audit trail and never changes one.
    ["audit_no_change", "audit_no_delete", "audit_no_replace", "audit_no_truncate", "audit_no_update"];

/// The columns of every table, and the rules about them.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// By table and column.
    pub columns: BTreeMap<(String, String), Column>,
    /// Tables with the columns that are unique together.
    pub uniques: BTreeSet<(String, Vec<String>)>,
    /// Tables with their checks and references.
    pub constraints: BTreeSet<(String, String)>,
    /// Tables with the names of their triggers.
    pub triggers: BTreeSet<(String, String)>,
}

/// What a column takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub kind: String,
    pub nullable: bool,
    pub has_default: bool,
}

impl Shape {
    /// That of a database.
    pub async fn of(bed: &Bed) -> Self {
        let queries = if bed.url.starts_with("sqlite:") { SQLITE } else { POSTGRES };
        let mut lists: Vec<Vec<Vec<String>>> = Vec::new();
        for sql in queries {
            let lines = bed.texts(sql).await;
            lists.push(lines.iter().map(|line| line.splitn(5, '|').map(str::to_owned).collect()).collect());
        }
        let [columns, uniques, constraints, triggers] = <[_; 4]>::try_from(lists).unwrap();
        let pair = |line: &Vec<String>| (line[0].clone(), line[1].clone());
        let column = |line: &Vec<String>| Column {
            kind: line[2].clone(),
            nullable: line[3] == "YES",
            has_default: line[4] == "default",
        };
        Self {
            columns: columns.iter().map(|line| (pair(line), column(line))).collect(),
            uniques: uniques
                .iter()
                .map(|line| (line[0].clone(), line[1].split(',').map(str::to_owned).collect()))
                .collect(),
            constraints: constraints.iter().map(pair).collect(),
            triggers: triggers.iter().map(pair).collect(),
        }
    }

    /// What `newer` takes away from, or asks of, those who know this one.
    pub fn broken_by(&self, newer: &Self) -> Vec<String> {
        let mut broken = Vec::new();
        for ((table, name), old) in &self.columns {
            match newer.columns.get(&(table.clone(), name.clone())) {
                None => broken.push(format!("{table}.{name} is gone")),
                Some(new) if new.kind != old.kind => broken.push(format!("{table}.{name} is of another type")),
                Some(new) if old.nullable && !new.nullable => broken.push(format!("{table}.{name} must be given")),
                Some(new) if old.has_default && !new.has_default => {
                    broken.push(format!("{table}.{name} lost its default"));
                }
                Some(_) => {}
            }
        }
        let is_known = |table: &String| self.columns.keys().any(|(known, _)| known == table);
        for ((table, name), new) in newer.columns.iter().filter(|(key, _)| is_known(&key.0)) {
            let is_new = !self.columns.contains_key(&(table.clone(), name.clone()));
            if is_new && !new.nullable && !new.has_default {
                broken.push(format!("{table}.{name} is new and must be given"));
            }
        }
        for (table, columns) in newer.uniques.difference(&self.uniques).filter(|(table, _)| is_known(table)) {
            broken.push(format!("{table}: {} became unique", columns.join(", ")));
        }
        for (table, rule) in newer.constraints.difference(&self.constraints).filter(|(table, _)| is_known(table)) {
            broken.push(format!("{table}: a new rule: {rule}"));
        }
        let triggers = newer.triggers.difference(&self.triggers);
        for (table, name) in triggers.filter(|(table, name)| is_known(table) && !HARMLESS.contains(&name.as_str())) {
            broken.push(format!("{table}: a new trigger: {name}"));
        }
        broken
    }
}

/// Columns, unique indexes, constraints, triggers.
const SQLITE: [&str; 4] = [
    "SELECT m.name || '|' || c.name || '|' || lower(c.type) || '|' || \
     CASE WHEN c.\"notnull\" = 1 OR c.pk > 0 THEN 'NO' ELSE 'YES' END || '|' || \
     CASE WHEN c.dflt_value IS NULL THEN 'none' ELSE 'default' END \
     FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'",
    "SELECT m.name || '|' || (SELECT group_concat(name, ',') FROM \
     (SELECT coalesce(x.name, 'expression') AS name FROM pragma_index_info(i.name) x ORDER BY 1)) \
     FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table' AND i.\"unique\" = 1",
    "SELECT m.name || '|references ' || f.\"table\" || ' by ' || f.\"from\" \
     FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' \
     UNION SELECT name || '|checks ' || ((length(sql) - length(replace(upper(sql), 'CHECK', ''))) / 5) \
     FROM sqlite_master WHERE type = 'table'",
    "SELECT tbl_name || '|' || name FROM sqlite_master WHERE type = 'trigger'",
];

/// The same.
const POSTGRES: [&str; 4] = [
    "SELECT table_name || '|' || column_name || '|' || data_type || coalesce(character_maximum_length::text, '') \
     || '|' || is_nullable || '|' || \
     CASE WHEN column_default IS NULL AND is_identity = 'NO' THEN 'none' ELSE 'default' END \
     FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT t.relname || '|' || coalesce(string_agg(a.attname, ',' ORDER BY a.attname), 'expression') \
     FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace \
     LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (i.indkey) \
     WHERE i.indisunique AND n.nspname = 'public' GROUP BY i.indexrelid, t.relname",
    "SELECT conrelid::regclass::text || '|' || pg_get_constraintdef(oid) FROM pg_constraint \
     WHERE contype IN ('c', 'f', 'x') AND connamespace = 'public'::regnamespace",
    "SELECT c.relname || '|' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
     WHERE NOT t.tgisinternal",
];

fn shape(columns: &[(&str, &str, &str, bool, bool)]) -> Shape {
    let columns = columns.iter().map(|(table, name, kind, nullable, has_default)| {
        let column = Column { kind: (*kind).to_owned(), nullable: *nullable, has_default: *has_default };
        (((*table).to_owned(), (*name).to_owned()), column)
    });
    Shape { columns: columns.collect(), ..Shape::default() }
}

fn pair(table: &str, rule: &str) -> (String, String) {
    (table.to_owned(), rule.to_owned())
}

/// A change of a schema, and what it breaks.
type Case<'a> = (&'a dyn Fn(&mut Shape), &'a str);

#[test]
fn whatever_breaks_the_release_before_is_named() {
    let old = shape(&[("a", "id", "uuid", false, false), ("a", "note", "text", true, true)]);
    let broken_by = |change: &dyn Fn(&mut Shape)| {
        let mut newer = old.clone();
        change(&mut newer);
        old.broken_by(&newer).join("; ")
    };
    let add = |newer: &mut Shape, table, nullable, has_default| {
        newer.columns.extend(shape(&[(table, "more", "text", nullable, has_default)]).columns);
    };
    let note =
        |newer: &mut Shape, change: &dyn Fn(&mut Column)| change(newer.columns.get_mut(&pair("a", "note")).unwrap());
    let unique = |table: &str| (table.to_owned(), vec!["note".to_owned()]);
    let table: [Case<'_>; 14] = [
        (&|_| {}, ""),
        (&|newer| add(newer, "a", true, false), ""),
        (&|newer| add(newer, "a", false, true), ""),
        (&|newer| add(newer, "b", false, false), ""),
        (&|newer| add(newer, "a", false, false), "a.more is new and must be given"),
        (&|newer| newer.columns.retain(|key, _| *key != pair("a", "note")), "a.note is gone"),
        (&|newer| note(newer, &|column| "bytea".clone_into(&mut column.kind)), "a.note is of another type"),
        (&|newer| note(newer, &|column| column.nullable = false), "a.note must be given"),
        (&|newer| note(newer, &|column| column.has_default = false), "a.note lost its default"),
        (&|newer| newer.uniques.extend([unique("a")]), "a: note became unique"),
        (&|newer| newer.uniques.extend([unique("b")]), ""),
        (&|newer| newer.constraints.extend([pair("a", "CHECK (id > 0)")]), "a: a new rule: CHECK (id > 0)"),
        (&|newer| newer.triggers.extend([pair("a", "no")]), "a: a new trigger: no"),
        (&|newer| newer.triggers.extend([pair("a", "audit_no_change")]), ""),
    ];
    for (number, (change, expected)) in table.iter().enumerate() {
        assert_eq!(broken_by(change), *expected, "case {number}");
    }
}
