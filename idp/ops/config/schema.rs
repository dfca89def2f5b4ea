//! The JSON Schema of the configuration, made of the structures that read it,
//! for editors and charts. Kinds of values that JSON has no word for stand here.

use std::cell::Cell;

use accounts::Locale;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde::de::value::Error as Unread;
use serde::de::{DeserializeOwned, Error as _, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};
use serde_json::Value;

use super::File;

/// The schema of a configuration file [JSON Schema 2020-12].
pub fn document() -> Value {
    let mut schema = SchemaGenerator::default().into_root_schema_for::<File>();
    schema.insert("title".to_owned(), "Configuration of the identity provider".into());
    schema.to_value()
}

/// A duration.
pub(super) fn period(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": "^[0-9]+[smhd]$" })
}

/// An instant with its offset; TOML has a kind of its own for it.
pub(super) fn instant(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": "date-time" })
}

/// What happens to refresh tokens.
pub(super) fn refresh(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": "^(rotate|static|rotate-grace:[0-9]+[smhd])$" })
}

/// A text for all languages, or one for each.
pub(super) fn localized(_: &mut SchemaGenerator) -> Schema {
    let each: serde_json::Map<String, Value> = Locale::ALL
        .map(|locale| (locale.tag().to_owned(), serde_json::json!({ "type": "string" })))
        .into_iter()
        .collect();
    json_schema!({
        "anyOf": [
            { "type": "string" },
            { "type": "object", "properties": each, "additionalProperties": false },
        ]
    })
}

/// One of the words that `T` reads.
pub(super) fn one_of<T: DeserializeOwned>(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": words_of::<T>() })
}

/// Any of the words that `T` reads.
pub(super) fn some_of<T: DeserializeOwned>(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": { "type": "string", "enum": words_of::<T>() } })
}

/// The words that `T` tells serde it reads.
fn words_of<T: DeserializeOwned>() -> &'static [&'static str] {
    let words = Cell::new(&[][..]);
    let _unread = T::deserialize(Listener(&words));
    words.get()
}

/// Hears which words a type reads, and gives it none.
struct Listener<'a>(&'a Cell<&'static [&'static str]>);

impl<'de> Deserializer<'de> for Listener<'_> {
    type Error = Unread;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unread> {
        Err(Unread::custom("no word"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Unread> {
        self.0.set(words);
        Err(Unread::custom("heard"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
