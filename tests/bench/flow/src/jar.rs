//! A browser's cookies, for one host.

/// The cookies that a browser holds.
#[derive(Default)]
pub struct Jar(Vec<Cookie>);

struct Cookie {
    name: String,
    value: String,
    path: String,
}

impl Jar {
    /// The `Cookie` header for a request to `path`.
    pub fn header(&self, path: &str) -> Option<String> {
        let fitting = self.0.iter().filter(|cookie| path.starts_with(&cookie.path));
        let pairs: Vec<String> = fitting.map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    /// Forgets the cookies of this name.
    pub fn drop(&mut self, name: &str) {
        self.0.retain(|cookie| cookie.name != name);
    }

    /// Does what a `Set-Cookie` header says.
    pub fn store(&mut self, header: &str) {
        let mut parts = header.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { return };
        let mut path = "/";
        let mut dropped = value.is_empty();
        for (attribute, value) in parts.filter_map(|part| part.split_once('=')) {
            match attribute.to_ascii_lowercase().as_str() {
                "path" => path = value,
                "max-age" => dropped |= value == "0" || value.starts_with('-'),
                "expires" => dropped |= value.contains("1970"),
                _ => {}
            }
        }
        self.0.retain(|cookie| cookie.name != name || cookie.path != path);
        if !dropped {
            self.0.push(Cookie { name: name.to_owned(), value: value.to_owned(), path: path.to_owned() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_kept_replaced_and_dropped() {
        let mut jar = Jar::default();
        jar.store("a=1; Path=/; HttpOnly");
        jar.store("b=2; Path=/x");
        assert_eq!(jar.header("/").as_deref(), Some("a=1"));
        assert_eq!(jar.header("/x/y").as_deref(), Some("a=1; b=2"));
        jar.store("a=3; Path=/");
        assert_eq!(jar.header("/").as_deref(), Some("a=3"));
        jar.drop("b");
        assert_eq!(jar.header("/x/y").as_deref(), Some("a=3"));
        jar.store("a=; Path=/; Max-Age=0");
        assert_eq!(jar.header("/"), None);
    }
}
