//! `idp export ids`: a line for each old id, on standard output.

use std::io::{self, Write};
use std::ops::ControlFlow;

use super::{Format, Ids as Args};
use crate::adapters::{Fault, IdOfSubject, Store, SystemClock};
use crate::flows::export_ids::{Request, export_ids};
use crate::ops::boot;
use crate::ops::cli::Failure;
use crate::ops::cli::spreadsheet::as_text;
use crate::ops::config::Config;

/// Writes the ids out.
pub(super) async fn run(args: &Args) -> Result<(), Failure> {
    let config = Config::load(&args.config)?;
    let store = boot::open_store(&config, false).await?;
    let source = source(args, &config, &store).await?;
    let request = Request { source: source.as_deref(), client_id: args.client.as_deref() };
    let mut table = Table::begin(args.format, io::BufWriter::new(io::stdout().lock()));
    let told = export_ids(&store, &SystemClock, request, |ids| table.write(ids)).await?;
    store.close().await?;
    table.end().map_err(|error| Fault::new("write the ids", error))?;
    match source {
        Some(source) if told == 0 => Err(Failure::usage(format!("nobody has an id of the system {source:?}"))),
        _ => Ok(()),
    }
}

/// The system whose ids are asked for; all if `None`.
async fn source(args: &Args, config: &Config, store: &Store) -> Result<Option<String>, Failure> {
    let Some(client_id) = &args.client else { return Ok(args.source.clone()) };
    let of_file = config.clients.iter().find(|client| client.client_id == *client_id).cloned();
    let client = match of_file {
        Some(client) => Some(client),
        None => store.find_client(client_id).await?,
    };
    let client = client.ok_or_else(|| Failure::usage(format!("--client: no client is called {client_id:?}")))?;
    let none = || Failure::usage(format!("--client: {client_id:?} has no legacy_id_source"));
    client.legacy_id_source.ok_or_else(none).map(Some)
}

/// The ids on their way out.
struct Table<W: Write> {
    format: Format,
    out: W,
    is_first: bool,
    /// The first write that failed; told at the end.
    failure: Option<io::Error>,
}

impl<W: Write> Table<W> {
    fn begin(format: Format, out: W) -> Self {
        Self { format, out, is_first: true, failure: None }
    }

    fn write(&mut self, ids: &[IdOfSubject]) -> ControlFlow<()> {
        let written = self.begin_once().and_then(|()| match self.format {
            Format::Csv => self.records(ids),
            Format::Json => self.objects(ids),
        });
        match written {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failure = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn begin_once(&mut self) -> io::Result<()> {
        match (std::mem::take(&mut self.is_first), self.format) {
            (true, Format::Csv) => writeln!(self.out, "source_system,external_id,sub,state"),
            (true, Format::Json) => write!(self.out, "["),
            (false, Format::Csv) => Ok(()),
            (false, Format::Json) => write!(self.out, ","),
        }
    }

    fn records(&mut self, ids: &[IdOfSubject]) -> io::Result<()> {
        let mut records = csv::Writer::from_writer(&mut self.out);
        for id in ids {
            let cells = [&*as_text(&id.source_system), &*as_text(&id.external_id), &id.sub, state(id)];
            records.write_record(cells)?;
        }
        records.flush()
    }

    fn objects(&mut self, ids: &[IdOfSubject]) -> io::Result<()> {
        for (index, id) in ids.iter().enumerate() {
            let object = serde_json::json!({
                "source_system": id.source_system, "external_id": id.external_id, "sub": id.sub, "state": state(id),
            });
            write!(self.out, "{}\n{object}", if index == 0 { "" } else { "," })?;
        }
        Ok(())
    }

    /// Ends the table. A reader that left early, such as `head`, is no failure.
    fn end(mut self) -> io::Result<()> {
        let ended = match self.failure.take() {
            Some(error) => Err(error),
            None => self.finish(),
        };
        ended.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
    }

    fn finish(&mut self) -> io::Result<()> {
        if self.is_first {
            self.begin_once()?;
        }
        if self.format == Format::Json {
            writeln!(self.out, "\n]")?;
        }
        self.out.flush()
    }
}

fn state(id: &IdOfSubject) -> &'static str {
    if id.is_archived { "archived" } else { "current" }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn id(external_id: &str, is_archived: bool) -> IdOfSubject {
        let text = |text: &str| text.to_owned();
        IdOfSubject { source_system: text("lupa"), external_id: text(external_id), sub: text("-x_1"), is_archived }
    }

    fn written(format: Format, portions: &[Vec<IdOfSubject>]) -> String {
        let mut out = Vec::new();
        let mut table = Table::begin(format, &mut out);
        for portion in portions {
            assert!(table.write(portion).is_continue());
        }
        table.end().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn portions_make_one_table_or_one_array() {
        let portions = [vec![id("1", false), id("a,b", true)], vec![id("-2+3", false)]];
        assert_eq!(
            written(Format::Csv, &portions),
            "source_system,external_id,sub,state\nlupa,1,-x_1,current\nlupa,\"a,b\",-x_1,archived\n\
             lupa,'-2+3,-x_1,current\n"
        );
        let array: Vec<serde_json::Value> = serde_json::from_str(&written(Format::Json, &portions)).unwrap();
        assert_eq!(array.len(), 3);
        assert_eq!(array.last().unwrap()["external_id"], "-2+3");
        assert_eq!(written(Format::Csv, &[]), "source_system,external_id,sub,state\n");
        assert_eq!(serde_json::from_str::<Vec<u8>>(&written(Format::Json, &[])).unwrap(), [0; 0]);
    }
}
