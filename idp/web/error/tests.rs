use super::*;

fn failure_of(mut response: Response) -> Option<Failure> {
    error_of(&mut response).map(|error| error.failure())
}

#[test]
fn what_ends_without_a_word_gets_a_page_all_the_same() {
    for (status, failure) in [
        (StatusCode::INTERNAL_SERVER_ERROR, Some(Failure::Fault)),
        (StatusCode::METHOD_NOT_ALLOWED, Some(Failure::MethodNotAllowed)),
        (StatusCode::FORBIDDEN, Some(Failure::CrossSite)),
        (StatusCode::OK, None),
    ] {
        assert_eq!(failure_of(status.into_response()), failure, "{status}");
    }
    let crash: Box<dyn std::any::Any + Send + 'static> = Box::new("a bug");
    assert_eq!(failure_of(after_panic(crash)), Some(Failure::Fault));
}

#[test]
fn a_page_of_ones_own_is_left_as_it_is() {
    let own = page(StatusCode::FORBIDDEN, "<p>No</p>".to_owned());
    assert_eq!(failure_of(own), None);
}
