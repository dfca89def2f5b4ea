//! What holds for every page.

mod assets;
mod headers;
mod help;
mod languages;
