//! The demo sites of `idp dev`: each on an address of its own, registered and
//! started.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use oidc::Client;
use tokio::net::TcpListener;

use super::folder::Folder;
use crate::adapters::{Clock as _, Fault, ShiftedClock};
use crate::demo::kit::{RunningSite, Settings, StartError};
use crate::demo::{eservice, kodinportaali, neighbours, portal, registrations};
use crate::ops::cli::Failure;

/// A demo site that does not run yet.
struct Place {
    client_id: &'static str,
    listener: TcpListener,
    base_url: String,
    secret: String,
}

/// All demo sites, not running yet.
pub(super) struct Places {
    eservice: Place,
    portal: Place,
    kodinportaali: Place,
    neighbours: Place,
}

/// A client as `--ready-json` tells of it.
#[derive(serde::Serialize)]
pub(super) struct Told {
    client_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
    url: String,
}

impl Places {
    /// Listens for every site. Where its usual port is taken, it takes any
    /// other.
    ///
    /// # Errors
    /// When a port or a secret cannot be had.
    pub(super) async fn bind(folder: &Folder) -> Result<Self, Failure> {
        Ok(Self {
            eservice: Place::bind(registrations::ESERVICE, 9001, folder).await?,
            portal: Place::bind(registrations::PORTAL, 9002, folder).await?,
            kodinportaali: Place::bind(registrations::KODINPORTAALI, 9003, folder).await?,
            neighbours: Place::bind(registrations::NEIGHBOURS, 9004, folder).await?,
        })
    }

    /// The clients to register at the provider.
    pub(super) fn clients(&self) -> [Client; 5] {
        let Self { eservice, portal, kodinportaali, neighbours } = self;
        [
            registrations::eservice(&eservice.base_url, &eservice.secret),
            registrations::portal(&portal.base_url, &portal.secret),
            registrations::kodinportaali(&kodinportaali.base_url, &kodinportaali.secret),
            registrations::app(&kodinportaali.base_url),
            registrations::neighbours(&neighbours.base_url, &neighbours.secret),
        ]
    }

    /// What to tell of the clients, the e-service first.
    pub(super) fn told(&self) -> Vec<Told> {
        let sites = [&self.eservice, &self.portal, &self.kodinportaali, &self.neighbours];
        let mut told: Vec<_> = sites.map(Place::told).into();
        told.push(Told {
            client_id: registrations::APP,
            client_secret: None,
            url: format!("{}/app", self.kodinportaali.base_url),
        });
        told
    }

    /// The addresses for a person at the terminal, each with what is there.
    pub(super) fn addresses(&self) -> [(&'static str, String); 4] {
        let sites = [
            ("E-service", &self.eservice),
            ("Tenant portal", &self.portal),
            ("Kodinportaali", &self.kodinportaali),
            ("Neighbour Help", &self.neighbours),
        ];
        sites.map(|(name, place)| (name, format!("{}/", place.base_url)))
    }

    /// Starts the sites, which follow `clock`. They stop when what is returned
    /// is dropped.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub(super) fn start(self, issuer: &str, clock: &Arc<ShiftedClock>) -> Result<[RunningSite; 4], Failure> {
        self.start_each(issuer, clock).map_err(|error| Fault::new("start the demo sites", error).into())
    }

    fn start_each(self, issuer: &str, clock: &Arc<ShiftedClock>) -> Result<[RunningSite; 4], StartError> {
        let kodinportaali_login = format!("{}/initiate-login", self.kodinportaali.base_url);
        let (at_eservice, eservice) = self.eservice.split(issuer, clock);
        let (at_portal, portal) = self.portal.split(issuer, clock);
        let (at_kodinportaali, kodinportaali) = self.kodinportaali.split(issuer, clock);
        let (at_neighbours, neighbours) = self.neighbours.split(issuer, clock);
        Ok([
            eservice::start(at_eservice, eservice)?,
            portal::start(at_portal, portal, &kodinportaali_login)?,
            kodinportaali::start(at_kodinportaali, kodinportaali, registrations::APP)?,
            neighbours::start(at_neighbours, neighbours)?,
        ])
    }
}

impl Place {
    /// Another host than the provider's, because cookies do not tell ports
    /// apart.
    async fn bind(client_id: &'static str, port: u16, folder: &Folder) -> Result<Self, Failure> {
        let trouble = |error| Failure::from(Fault::new("listen for a demo site", error));
        let at = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = match TcpListener::bind(at(port)).await {
            Ok(listener) => listener,
            Err(_) => TcpListener::bind(at(0)).await.map_err(trouble)?,
        };
        let base_url = format!("http://{}", listener.local_addr().map_err(trouble)?);
        Ok(Self { client_id, listener, base_url, secret: folder.secret_of(client_id)? })
    }

    fn told(&self) -> Told {
        Told { client_id: self.client_id, client_secret: Some(self.secret.clone()), url: self.base_url.clone() }
    }

    fn split(self, issuer: &str, clock: &Arc<ShiftedClock>) -> (TcpListener, Settings) {
        let clock = Arc::clone(clock);
        let settings = Settings {
            issuer: issuer.to_owned(),
            client_id: self.client_id.to_owned(),
            client_secret: self.secret,
            base_url: self.base_url,
            clock: Arc::new(move || clock.now()),
        };
        (self.listener, settings)
    }
}
