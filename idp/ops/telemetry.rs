//! The log: JSON lines on standard output in production, readable lines on a
//! terminal in development; `traces` are started beside it.
//!
//! Values are always quoted or escaped, so that what a visitor sends cannot
//! start a new line or steer a terminal. The libraries below the service are
//! heard from `warn` up only: at finer levels they write whole URLs, and a query
//! may hold codes and tokens.

use std::{fmt, io};

use tracing::level_filters::LevelFilter;
use tracing::{Event, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::{self, Json, JsonFields, Writer};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, MakeWriter};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer, Registry};

use super::config;
use super::traces::Traces;
use crate::adapters::{Fault, spans};

/// The crates of the service itself.
const OWN: [&str; 5] = ["idp", "oidc", "accounts", "keys", "migrations"];

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A JSON object a line.
    Json,
    /// For people; without colours, because every control character is escaped.
    Readable,
}

/// The log and the traces of a running process.
pub struct Telling {
    traces: Option<Traces>,
}

impl Telling {
    /// Sends the last traces.
    pub async fn stop(self) {
        if let Some(traces) = self.traces {
            traces.stop().await;
        }
    }
}

/// Starts log and traces for the whole process as `config` says: JSON goes to
/// standard output, readable lines to standard error. A second start does
/// nothing.
///
/// # Errors
/// A [`Fault`] when traces cannot be sent as the configuration wants it.
pub fn start(format: Format, config: &config::Telemetry) -> Result<Telling, Fault> {
    let filter = filter(&config.log).unwrap_or_else(|| own(LevelFilter::INFO));
    let log: Box<dyn Layer<Registry> + Send + Sync> = match format {
        Format::Json => json(io::stdout).with_filter(filter).boxed(),
        Format::Readable => readable(io::stderr).with_filter(filter).boxed(),
    };
    let endpoint = config.otlp_endpoint.as_deref();
    let traces = endpoint.map(|endpoint| Traces::start(endpoint, config.trace_ratio)).transpose()?;
    let layers: Vec<_> =
        std::iter::once(log).chain(traces.as_ref().map(|traces| traces.layer::<Registry>().boxed())).collect();
    if tracing_subscriber::registry().with(layers).try_init().is_err() {
        tracing::debug!("the log is running already");
    }
    Ok(Telling { traces })
}

/// What `log` lets through: a level for the service's own parts, then settings
/// such as `idp::web=debug` for single ones; `None` when it says neither.
pub fn filter(log: &str) -> Option<Targets> {
    let mut parts = log.split(',').map(str::trim);
    let all = level(parts.next()?)?;
    parts.try_fold(own(all), |targets, part| {
        let (target, text) = part.split_once('=')?;
        let known =
            !target.is_empty() && target.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_:".contains(&byte));
        known.then_some(targets.with_target(target, level_of(target, level(text)?)))
    })
}

fn own(level: LevelFilter) -> Targets {
    let targets = Targets::new().with_default(level.min(LevelFilter::WARN));
    OWN.iter().fold(targets, |targets, name| targets.with_target(*name, level))
}

/// `level`, but no more than warnings from the libraries below the service.
fn level_of(target: &str, level: LevelFilter) -> LevelFilter {
    let name = target.split(':').next().unwrap_or_default();
    if OWN.contains(&name) { level } else { level.min(LevelFilter::WARN) }
}

fn level(text: &str) -> Option<LevelFilter> {
    ["error", "warn", "info", "debug", "trace"].contains(&text).then(|| text.parse().ok()).flatten()
}

fn json<S, W>(writer: W) -> impl Layer<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let format = format::format().json().flatten_event(true).with_span_list(false);
    tracing_subscriber::fmt::layer().fmt_fields(JsonFields::new()).event_format(WithTrace(format)).with_writer(writer)
}

/// Adds `trace_id` to the JSON lines of what happens in a trace.
struct WithTrace(format::Format<Json>);

impl<S, N> FormatEvent<S, N> for WithTrace
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, context: &FmtContext<'_, S, N>, mut writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let Some(trace_id) = spans::trace_id() else { return self.0.format_event(context, writer, event) };
        let mut line = String::new();
        self.0.format_event(context, Writer::new(&mut line), event)?;
        match line.trim_end().strip_suffix('}') {
            Some(fields) => writeln!(writer, "{fields},\"trace_id\":\"{trace_id}\"}}"),
            None => writer.write_str(&line),
        }
    }
}

fn readable<S, W>(writer: W) -> impl Layer<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    tracing_subscriber::fmt::layer().compact().with_ansi(false).with_writer(EscapedLines(writer))
}

/// Writes each event as one line, with its control characters escaped. Relies on
/// the layer to hand over an event in one piece.
struct EscapedLines<W>(W);

impl<'a, W: MakeWriter<'a>> MakeWriter<'a> for EscapedLines<W> {
    type Writer = EscapedLine<W::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        EscapedLine(self.0.make_writer())
    }
}

struct EscapedLine<W>(W);

impl<W: io::Write> io::Write for EscapedLine<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let line = String::from_utf8_lossy(event.strip_suffix(b"\n").unwrap_or(event));
        let mut escaped = String::with_capacity(event.len());
        for character in line.chars() {
            if character.is_control() {
                escaped.extend(character.escape_default());
            } else {
                escaped.push(character);
            }
        }
        escaped.push('\n');
        self.0.write_all(escaped.as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::io;
    use std::sync::{Arc, Mutex};

    use tracing::Level;
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::{filter, json, readable};

    #[derive(Clone, Default)]
    struct Captured(Arc<Mutex<Vec<u8>>>);

    impl Captured {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl io::Write for Captured {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    const HOSTILE: &str = "a\r\nFORGED line \u{1b}[2J\u{7}\u{9b}2J";

    #[test]
    fn a_json_line_is_one_object_with_escapes() {
        let captured = Captured::default();
        let writer = captured.clone();
        let subscriber = tracing_subscriber::registry().with(json(move || writer.clone()));
        tracing::subscriber::with_default(subscriber, || tracing::info!(name = HOSTILE, "hello"));
        let text = captured.text();
        assert_eq!(text.matches('\n').count(), 1, "{text}");
        assert!(!text.contains(['\r', '\u{1b}', '\u{7}']), "{text:?}");
        let line: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(line.get("name").unwrap(), HOSTILE);
        assert_eq!(line.get("message").unwrap(), "hello");
        assert_eq!(line.get("level").unwrap(), "INFO");
    }

    #[test]
    fn a_readable_line_stays_one_line() {
        let captured = Captured::default();
        let writer = captured.clone();
        let subscriber = tracing_subscriber::registry().with(readable(move || writer.clone()));
        tracing::subscriber::with_default(subscriber, || {
            tracing::info!("{HOSTILE}");
            tracing::info!(name = %HOSTILE);
        });
        let text = captured.text();
        assert_eq!(text.matches('\n').count(), 2, "{text}");
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
    }

    #[test]
    fn libraries_are_heard_from_warnings_up() {
        let table = [
            ("info", "idp::web", Level::INFO, true),
            ("info", "idp::web", Level::DEBUG, false),
            ("debug", "oidc", Level::DEBUG, true),
            ("trace", "hyper::proto", Level::INFO, false),
            ("trace", "sqlx::query", Level::WARN, true),
            ("error", "sqlx::query", Level::WARN, false),
            ("info,idp::web=debug", "idp::web::login", Level::DEBUG, true),
            ("info,idp::web=debug", "idp::flows", Level::DEBUG, false),
            ("info,hyper=trace", "hyper::proto", Level::DEBUG, false),
            ("info,sqlx=error", "sqlx::query", Level::WARN, false),
        ];
        for (log, target, level, expected) in table {
            assert_eq!(filter(log).unwrap().would_enable(target, &level), expected, "{log}: {target} {level}");
        }
    }

    #[test]
    fn a_setting_that_says_nothing_is_refused() {
        for log in ["", "loud", "info,", "info,idp", "info,idp=loud", "idp=info", "INFO,=debug"] {
            assert!(filter(log).is_none(), "{log}");
        }
    }
}
