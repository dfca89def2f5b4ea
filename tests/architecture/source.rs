//! Reads a Rust source file as far as the architecture rules need it: which
//! paths it names, wherever they stand. Comments and literals are skipped, use
//! trees are spread out, `self` and `super` are resolved.

/// A path that a file names, as absolute as the file alone can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPath {
    /// The line it stands on, from 1.
    pub line: usize,
    /// Its segments; the first is `crate` or the name of a crate or an item.
    pub segments: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    PathSeparator,
    Mark(char),
}

/// Every path of two or more segments, and every root of a `use`, that
/// `source` names. `module` is where the file stands, such as
/// `["crate", "web", "protocol"]`.
pub fn named_paths(source: &str, module: &[String]) -> Vec<NamedPath> {
    let tokens = tokens(source);
    let mut paths = Vec::new();
    let mut place = Place::new(module);
    let mut at = 0;
    while let Some((line, token)) = tokens.get(at) {
        place.step(&tokens, at);
        match token {
            Token::Word(word) if word == "use" => at = use_tree(&tokens, at + 1, &mut Vec::new(), &place, &mut paths),
            Token::Word(_) if !follows_separator(&tokens, at) => {
                let (segments, next) = plain_path(&tokens, at);
                if segments.len() > 1 {
                    paths.push(NamedPath { line: *line, segments: place.absolute(segments) });
                }
                at = next;
            }
            _ => at += 1,
        }
    }
    paths
}

/// The words of `source` outside comments and literals, with their lines.
pub fn words(source: &str) -> Vec<(usize, String)> {
    let word = |(line, token)| match token {
        Token::Word(word) => Some((line, word)),
        _ => None,
    };
    tokens(source).into_iter().filter_map(word).collect()
}

/// The module that the scan stands in, inline modules included.
struct Place {
    module: Vec<String>,
    depth: usize,
    opened_at: Vec<usize>,
}

impl Place {
    fn new(module: &[String]) -> Self {
        Self { module: module.to_vec(), depth: 0, opened_at: Vec::new() }
    }

    fn step(&mut self, tokens: &[(usize, Token)], at: usize) {
        match &tokens[at].1 {
            Token::Mark('{') => {
                if let Some(name) = inline_module(tokens, at) {
                    self.module.push(name);
                    self.opened_at.push(self.depth);
                }
                self.depth += 1;
            }
            Token::Mark('}') => {
                self.depth = self.depth.saturating_sub(1);
                if self.opened_at.last() == Some(&self.depth) {
                    self.opened_at.pop();
                    self.module.pop();
                }
            }
            _ => {}
        }
    }

    fn absolute(&self, segments: Vec<String>) -> Vec<String> {
        let mut base = self.module.clone();
        let ups = segments.iter().take_while(|segment| matches!(segment.as_str(), "self" | "super")).count();
        if ups == 0 {
            return segments;
        }
        for _ in segments[..ups].iter().filter(|segment| *segment == "super") {
            base.pop();
        }
        base.extend_from_slice(&segments[ups..]);
        base
    }
}

fn inline_module(tokens: &[(usize, Token)], brace: usize) -> Option<String> {
    let word = |back: usize| match &tokens.get(brace.checked_sub(back)?)?.1 {
        Token::Word(word) => Some(word.clone()),
        _ => None,
    };
    (word(2)? == "mod").then(|| word(1))?
}

fn follows_separator(tokens: &[(usize, Token)], at: usize) -> bool {
    let Some(separator) = at.checked_sub(1).filter(|&before| tokens[before].1 == Token::PathSeparator) else {
        return false;
    };
    separator.checked_sub(1).is_some_and(|before| matches!(&tokens[before].1, Token::Word(_) | Token::Mark('>')))
}

fn plain_path(tokens: &[(usize, Token)], start: usize) -> (Vec<String>, usize) {
    let mut segments = Vec::new();
    let mut at = start;
    while let Some((_, Token::Word(word))) = tokens.get(at) {
        segments.push(word.clone());
        at += 1;
        match (tokens.get(at), tokens.get(at + 1)) {
            (Some((_, Token::PathSeparator)), Some((_, Token::Word(_)))) => at += 1,
            _ => break,
        }
    }
    (segments, at)
}

/// Walks one level of a use tree and returns where it ends.
fn use_tree(
    tokens: &[(usize, Token)],
    start: usize,
    prefix: &mut Vec<String>,
    place: &Place,
    paths: &mut Vec<NamedPath>,
) -> usize {
    let mut at = start;
    let known = prefix.len();
    let mut pending = None;
    while let Some((line, token)) = tokens.get(at) {
        match token {
            Token::Word(word) if word == "as" => at += 1,
            Token::Word(word) => {
                if !(word == "self" && known > 0) {
                    prefix.push(word.clone());
                }
                pending = Some(*line);
            }
            Token::Mark('*') => pending = Some(*line),
            Token::Mark('{') => {
                at = use_tree(tokens, at + 1, prefix, place, paths);
                pending = None;
                continue;
            }
            Token::Mark(mark @ (',' | '}' | ';')) => {
                if let Some(line) = pending.take() {
                    paths.push(NamedPath { line, segments: place.absolute(prefix.clone()) });
                }
                prefix.truncate(known);
                if *mark != ',' {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    at
}

fn tokens(source: &str) -> Vec<(usize, Token)> {
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let taken = match literal_or_comment(rest) {
            Some(length) => length,
            None if first.is_alphabetic() || first == '_' => {
                let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
                tokens.push((line, Token::Word(rest[..length].to_owned())));
                length
            }
            None if rest.starts_with("::") => {
                tokens.push((line, Token::PathSeparator));
                2
            }
            None => {
                if !first.is_whitespace() {
                    tokens.push((line, Token::Mark(first)));
                }
                first.len_utf8()
            }
        };
        line += rest[..taken].matches('\n').count();
        rest = &rest[taken..];
    }
    tokens
}

/// How many bytes of `rest` are one comment, string, character or lifetime.
fn literal_or_comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(block_comment(rest));
    }
    let body = rest.strip_prefix('b').or_else(|| rest.strip_prefix('c')).unwrap_or(rest);
    let prefix = rest.len() - body.len();
    if let Some(raw) = body.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let start = prefix + 1 + hashes + 1;
            return Some(rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len()));
        }
    }
    if body.starts_with('"') {
        return Some(prefix + quoted(body, '"'));
    }
    if body.starts_with('\'') {
        return Some(prefix + character_or_lifetime(body));
    }
    None
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

fn character_or_lifetime(rest: &str) -> usize {
    let mut characters = rest.char_indices().skip(1);
    let (first, second) = (characters.next(), characters.next());
    match (first, second) {
        (Some((_, '\\')), _) | (Some(_), Some((_, '\''))) => quoted(rest, '\''),
        _ => 1,
    }
}
