//! Deciding, whatever the length of the list: the same request to policies of 1 to 1,000,000 origins.

use crosscheck::server::Config;
use crosscheck::server::Head;
use crosscheck::server::Policy;
use crosscheck::server::Rule;
use crosscheck_export::Server;
use crosscheck_export::export;
use crosscheck_tower::PoliciesByHost;
use crosscheck_tower::PolicyHandle;
use divan::AllocProfiler;
use divan::Bencher;
use divan::black_box;

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

const ORIGINS: [usize; 4] = [1, 100, 10_000, 1_000_000];

fn main() {
    divan::main();
}

fn config(origins: usize) -> Config {
    Config {
        origins: (0..origins).map(|n| format!("https://app-{n}.example")).collect(),
        credentials: true,
        methods: vec!["PUT".into()],
        request_headers: vec!["x-a".into()],
        ..Config::default()
    }
}

/// Header lines of a request.
type Lines = Vec<(&'static str, Vec<u8>)>;

fn decide(bencher: Bencher<'_, '_>, origins: usize, method: &str, headers: Lines) {
    let policy = Policy::new(&config(origins)).expect("a policy");
    let head = Head::new(method, "/", &headers);
    bencher.bench_local(|| drop(black_box(policy.decide(black_box(&head)))));
}

#[divan::bench]
fn no_origin(bencher: Bencher<'_, '_>) {
    decide(bencher, 1, "GET", Vec::new());
}

#[divan::bench(args = ORIGINS)]
fn allowed(bencher: Bencher<'_, '_>, origins: usize) {
    let origin = format!("https://app-{}.example", origins / 2).into_bytes();
    decide(bencher, origins, "GET", vec![("origin", origin)]);
}

#[divan::bench(args = ORIGINS)]
fn refused(bencher: Bencher<'_, '_>, origins: usize) {
    let origin = b"https://other.example".to_vec();
    decide(bencher, origins, "GET", vec![("origin", origin)]);
}

#[divan::bench(args = ORIGINS)]
fn preflight(bencher: Bencher<'_, '_>, origins: usize) {
    let headers = vec![
        ("origin", format!("https://app-{}.example", origins / 2).into_bytes()),
        ("access-control-request-method", b"PUT".to_vec()),
        ("access-control-request-headers", b"x-a".to_vec()),
    ];
    decide(bencher, origins, "OPTIONS", headers);
}

#[divan::bench]
fn hostile_list_of_one_mebibyte(bencher: Bencher<'_, '_>) {
    let headers = vec![
        ("origin", b"https://app-0.example".to_vec()),
        ("access-control-request-method", b"PUT".to_vec()),
        ("access-control-request-headers", b"x-a,".repeat(1 << 18)),
    ];
    decide(bencher, 1, "OPTIONS", headers);
}

#[divan::bench(args = ORIGINS, sample_count = 3)]
fn compile(bencher: Bencher<'_, '_>, origins: usize) {
    let config = config(origins);
    bencher.bench_local(|| black_box(Policy::new(&config)).is_ok());
}

/// A policy as the configuration of nginx: what `crosscheck export nginx` does beside reading and writing files.
#[divan::bench(args = [1, 5_000])]
fn export_to_nginx(bencher: Bencher<'_, '_>, origins: usize) {
    let policy = Policy::new(&config(origins)).expect("a policy");
    bencher.bench_local(|| black_box(export(&policy, Server::Nginx)));
}

fn siblings() -> Config {
    let rule = |number: usize| Rule {
        paths: vec![format!("/tenants/t{number}")],
        origins: vec![format!("https://app-{number}.example")],
        ..Rule::default()
    };
    Config { rules: (0..10_000).map(rule).collect(), ..Config::default() }
}

#[divan::bench(sample_count = 5)]
fn compile_10_000_siblings(bencher: Bencher<'_, '_>) {
    let config = siblings();
    bencher.bench_local(|| black_box(Policy::new(&config)).is_ok());
}

#[divan::bench(args = ["/tenants/t5000/users", "/tenants/stranger", "/tenants/%73tranger"])]
fn one_of_10_000_siblings(bencher: Bencher<'_, '_>, path: &str) {
    let policy = Policy::new(&siblings()).expect("a policy");
    let headers = [("origin", "https://app-5000.example")];
    let head = Head::new("GET", path, &headers);
    bencher.bench_local(|| drop(black_box(policy.decide(black_box(&head)))));
}

/// One edit after the other: every thousandth makes the whole list anew.
#[divan::bench(args = ORIGINS, sample_count = 2_000)]
fn add_one_origin(bencher: Bencher<'_, '_>, origins: usize) {
    let handle = PolicyHandle::new(Policy::new(&config(origins)).expect("a policy"));
    let mut number = 0;
    bencher.bench_local(|| {
        number += 1;
        black_box(handle.add_origins([format!("https://new-{number}.example")])).is_ok()
    });
}

#[divan::bench(args = ["t77777.example", "T5.example.:443", "stranger.example"])]
fn select_of_100_000_tenants(bencher: Bencher<'_, '_>, host: &str) {
    let tenants = PoliciesByHost::new(Policy::new(&config(0)).expect("a policy"));
    for tenant in 0..100_000 {
        let policy = Policy::new(&config(1)).expect("a policy");
        tenants.insert(&format!("t{tenant}.example"), policy).expect("a host");
    }
    bencher.bench_local(|| drop(black_box(tenants.load(Some(black_box(host))))));
}
