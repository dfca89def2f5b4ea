//! The objects of an array in a JSON text, cut out one at a time. What an
//! object holds is for serde; this only finds where each ends.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

/// The longest object in bytes: a user has a few thousand.
const OBJECT_CAP: usize = 1024 * 1024;
/// The deepest nesting.
const DEPTH_CAP: usize = 64;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// An object of the array.
pub(super) struct Object {
    /// Where it begins, in bytes from the start.
    pub(super) offset: u64,
    /// Which of the array's objects it is, counted from 1.
    pub(super) number: u64,
    /// The object.
    pub(super) text: Vec<u8>,
}

/// A list inside a JSON object.
pub(super) struct List<R> {
    /// What the list holds.
    pub(super) objects: Objects<R>,
    /// The text under the other name, when it comes before the list.
    pub(super) name: Option<String>,
    /// Whether there is such a list.
    pub(super) is_there: bool,
}

/// Why no further object can be cut out.
#[derive(Debug)]
pub(super) enum Cut {
    /// The file cannot be read.
    Io(io::Error),
    /// On this line it is not what it should be.
    Unexpected {
        /// The line, counted from 1.
        line: u64,
        /// What was expected.
        reason: &'static str,
    },
}

impl From<io::Error> for Cut {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Where the scan stands.
enum At {
    /// Before the text; the array is the text itself.
    Start,
    /// Inside the array; `first` until an object was met.
    Array { first: bool },
    /// Behind the array.
    End,
}

/// The objects of an array in a JSON text.
pub(super) struct Objects<R> {
    input: BufReader<R>,
    offset: u64,
    line: u64,
    number: u64,
    at: At,
}

impl<R: Read> Objects<R> {
    /// The objects of a text that is an array.
    pub(super) fn in_array(input: R) -> Self {
        Self { input: BufReader::with_capacity(64 * 1024, input), offset: 0, line: 1, number: 0, at: At::Start }
    }

    /// The list under `key` of a text that is an object.
    pub(super) fn under_key(input: R, key: &str, name: &str) -> Result<List<R>, Cut> {
        let mut objects = Self::in_array(input);
        let mut named = None;
        objects.open(b'{', "expected a JSON object")?;
        while objects.byte_after_space()? == b'"' {
            let member = objects.string()?;
            objects.expect(b':', "expected : after a name")?;
            if member == key {
                objects.expect(b'[', "expected a list of users")?;
                objects.at = At::Array { first: true };
                return Ok(List { objects, name: named, is_there: true });
            }
            if member == name {
                named = Some(objects.string()?);
            } else {
                objects.skip_value()?;
            }
            if objects.byte_after_space()? != b',' {
                break;
            }
            objects.bump()?;
        }
        objects.expect(b'}', "expected , or } after a member")?;
        objects.at = At::End;
        Ok(List { objects, name: named, is_there: false })
    }

    /// The next object; `None` at the end of the array.
    pub(super) fn next(&mut self) -> Result<Option<Object>, Cut> {
        if matches!(self.at, At::Start) {
            self.open(b'[', "expected a JSON array")?;
            self.at = At::Array { first: true };
        }
        let At::Array { first } = self.at else { return Ok(None) };
        let mut byte = self.byte_after_space()?;
        if byte == b']' {
            self.bump()?;
            self.at = At::End;
            return Ok(None);
        }
        if !first {
            self.expect(b',', "expected , or ] after a record")?;
            byte = self.byte_after_space()?;
        }
        if byte != b'{' {
            return Err(self.unexpected("expected a JSON object for each record"));
        }
        self.at = At::Array { first: false };
        self.number += 1;
        let (offset, number) = (self.offset, self.number);
        Ok(Some(Object { offset, number, text: self.value()? }))
    }

    fn open(&mut self, sign: u8, reason: &'static str) -> Result<(), Cut> {
        if self.input.fill_buf()?.starts_with(BYTE_ORDER_MARK) {
            self.input.consume(BYTE_ORDER_MARK.len());
            self.offset += 3;
        }
        self.expect(sign, reason)
    }

    fn expect(&mut self, sign: u8, reason: &'static str) -> Result<(), Cut> {
        if self.byte_after_space()? != sign {
            return Err(self.unexpected(reason));
        }
        self.bump()
    }

    /// The value that begins here, as it is written.
    fn value(&mut self) -> Result<Vec<u8>, Cut> {
        let mut text = Vec::new();
        self.scan(|objects, byte| {
            text.push(byte);
            if text.len() > OBJECT_CAP { Err(objects.unexpected("a record is longer than 1 MiB")) } else { Ok(()) }
        })?;
        Ok(text)
    }

    fn string(&mut self) -> Result<String, Cut> {
        let text = self.value()?;
        serde_json::from_slice(&text).map_err(|_| self.unexpected("expected a text in quotes"))
    }

    fn skip_value(&mut self) -> Result<(), Cut> {
        self.scan(|_, _| Ok(()))
    }

    /// Gives every byte of the value that begins here to `take`.
    fn scan(&mut self, mut take: impl FnMut(&Self, u8) -> Result<(), Cut>) -> Result<(), Cut> {
        let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
        self.byte_after_space()?;
        loop {
            let byte = self.peek()?;
            let ends_scalar = matches!(byte, b',' | b'}' | b']') || byte.is_ascii_whitespace();
            if depth == 0 && !in_string && ends_scalar {
                return Ok(());
            }
            take(self, byte)?;
            self.bump()?;
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                b'{' | b'[' if !in_string => depth += 1,
                b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
                _ => continue,
            }
            if depth > DEPTH_CAP {
                return Err(self.unexpected("expected fewer levels of nesting"));
            }
            let is_closed = matches!(byte, b'}' | b']' | b'"') && !escaped;
            if depth == 0 && !in_string && is_closed {
                return Ok(());
            }
        }
    }

    fn byte_after_space(&mut self) -> Result<u8, Cut> {
        loop {
            let byte = self.peek()?;
            if !byte.is_ascii_whitespace() {
                return Ok(byte);
            }
            self.bump()?;
        }
    }

    fn peek(&mut self) -> Result<u8, Cut> {
        match self.input.fill_buf()?.first() {
            Some(byte) => Ok(*byte),
            None => Err(self.unexpected("the file ends in the middle")),
        }
    }

    fn bump(&mut self) -> Result<(), Cut> {
        self.line += u64::from(self.peek()? == b'\n');
        self.input.consume(1);
        self.offset += 1;
        Ok(())
    }

    fn unexpected(&self, reason: &'static str) -> Cut {
        Cut::Unexpected { line: self.line, reason }
    }
}

impl<R: Read + Seek> Objects<R> {
    /// How many bytes were read.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The object that begins at `offset`, once more.
    pub(super) fn at(&mut self, offset: u64) -> Result<Vec<u8>, Cut> {
        self.input.seek(SeekFrom::Start(offset))?;
        self.offset = offset;
        self.value()
    }
}

#[cfg(test)]
mod tests;
