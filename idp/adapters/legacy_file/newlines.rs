//! On which line of a file a record begins. The CSV reader counts blank lines
//! and the second half of `\r\n` to the record after them.

use std::collections::VecDeque;
use std::io::{self, Read, Seek, SeekFrom};

/// A reader that knows where its line feeds are.
pub(super) struct Newlines<R> {
    inner: R,
    offset: u64,
    /// The line feeds that were read and not yet passed, by their offset.
    ahead: VecDeque<u64>,
    passed: u64,
}

impl<R> Newlines<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, offset: 0, ahead: VecDeque::new(), passed: 0 }
    }

    /// The line on which a record begins that ends before `end`, counted from
    /// 1; `inside` line feeds are its own.
    pub(super) fn line_of(&mut self, end: u64, inside: u64) -> u64 {
        let mut last = None;
        while let Some(at) = self.ahead.pop_front_if(|at| *at < end) {
            self.passed += 1;
            last = Some(at);
        }
        let is_terminated = last.is_some_and(|at| at + 1 == end);
        (1 + self.passed).saturating_sub(inside + u64::from(is_terminated))
    }
}

impl<R: Read> Read for Newlines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let read = buffer.get(..count).unwrap_or_default();
        self.ahead.extend((self.offset..).zip(read).filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at));
        self.offset += u64::try_from(count).unwrap_or_default();
        Ok(count)
    }
}

/// Lines are not counted any more after a jump.
impl<R: Seek> Seek for Newlines<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.ahead.clear();
        self.offset = self.inner.seek(to)?;
        Ok(self.offset)
    }
}
