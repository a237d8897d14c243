namespace Atrium.Conformance.Api;

/// <content>WebDAV.</content>
internal static partial class Provocations
{
    private const string Dav = "/dav/{path}", W = "/dav/shared/api", P = "/dav/principals/{path}", PropFind = """<D:propfind xmlns:D="DAV:"><D:allprop/></D:propfind>""";

    private static string MuchXml { get; } = $"<x>{new string('x', 300_000)}</x>";

    private static IEnumerable<Provocation> WebDav =>
    [
        new($"PUT {Dav}", 201, $"{W}/dav", "content"),
        new($"PUT {Dav}", 204, $"{W}/dav", "more content"),
        new($"PUT {Dav}", 200, $"{W}/dav", "content", "Prefer: return=representation"),
        new($"PUT {Dav}", 400, $"{W}/dav", "content", "Content-Range: bytes 0-6/*"),
        new($"PUT {Dav}", 401, $"{W}/dav", "content") { Who = null },
        new($"PUT {Dav}", 403, $"{W}/dav", "content") { Who = "reader" },
        new($"PUT {Dav}", 404, $"{W}/dav", "content") { Who = "stranger" },
        new($"PUT {Dav}", 405, W, "content"),
        new($"PUT {Dav}", 409, $"{W}/none/dav", "content"),
        new($"PUT {Dav}", 412, $"{W}/dav", "content", "If-None-Match: *"),
        new($"PUT {Dav}", 415, $"{W}/dav", "content", "Content-Encoding: gzip"),
        new($"PUT {Dav}", 507, "/dav/shared/small/dav", TooMuch),
        new($"GET {Dav}", 200, $"{W}/dav"),
        new($"GET {Dav}", 200, $"{W}/"),
        new($"GET {Dav}", 206, $"{W}/dav", null, "Range: bytes=0-1"),
        new($"GET {Dav}", 206, $"{W}/dav", null, "Range: bytes=0-1,3-4"),
        new($"GET {Dav}", 304, $"{W}/dav", null, "If-None-Match: *"),
        new($"GET {Dav}", 400, $"{W}/?nonsense"),
        new($"GET {Dav}", 401, $"{W}/dav") { Who = null },
        new($"GET {Dav}", 403, "/dav/shared/listed/f") { Who = "reader" },
        new($"GET {Dav}", 404, $"{W}/dav") { Who = "stranger" },
        new($"GET {Dav}", 412, $"{W}/dav", null, "If-Match: \"another\""),
        new($"GET {Dav}", 416, $"{W}/dav", null, "Range: bytes=1000-"),
        new($"PROPFIND {Dav}", 207, $"{W}/", PropFind, "Depth: 1"),
        new($"PROPFIND {Dav}", 207, $"{W}/dav", null, "Depth: 0"),
        new($"PROPFIND {Dav}", 400, $"{W}/", "<x", "Depth: 1"),
        new($"PROPFIND {Dav}", 401, "/dav/", null, "Depth: 1") { Who = null },
        new($"PROPFIND {Dav}", 403, $"{W}/", null, "Depth: infinity"),
        new($"PROPFIND {Dav}", 404, $"{W}/", null, "Depth: 1") { Who = "stranger" },
        new($"PROPFIND {Dav}", 413, $"{W}/", MuchXml, "Depth: 1"),
        new($"PROPFIND {P}", 207, "/dav/principals/", null, "Depth: 1"),
        new($"PROPFIND {P}", 207, "/dav/principals/admin/", PropFind),
        new($"PROPFIND {P}", 400, "/dav/principals/", "<x"),
        new($"PROPFIND {P}", 401, "/dav/principals/") { Who = null },
        new($"PROPFIND {P}", 404, "/dav/principals/admin/") { Who = "stranger" },
        new($"PROPFIND {P}", 413, "/dav/principals/", MuchXml),
        new($"MKCOL {Dav}", 201, $"{W}/collection"),
        new($"MKCOL {Dav}", 400, $"{W}/{new string('x', 300)}"),
        new($"MKCOL {Dav}", 401, $"{W}/mine") { Who = null },
        new($"MKCOL {Dav}", 403, $"{W}/mine") { Who = "reader" },
        new($"MKCOL {Dav}", 404, $"{W}/mine") { Who = "stranger" },
        new($"MKCOL {Dav}", 405, $"{W}/collection"),
        new($"MKCOL {Dav}", 409, $"{W}/none/collection"),
        new($"MKCOL {Dav}", 415, $"{W}/another", "content"),
        .. DavTransfers("COPY"),
        .. DavTransfers("MOVE"),
        new($"DELETE {Dav}", 400, $"{W}/collection", null, "Depth: 1"),
        new($"DELETE {Dav}", 401, $"{W}/dav") { Who = null },
        new($"DELETE {Dav}", 403, $"{W}/dav") { Who = "reader" },
        new($"DELETE {Dav}", 404, $"{W}/dav") { Who = "stranger" },
        new($"DELETE {Dav}", 409, $"{W}/full", null, "Depth: 0"),
        new($"DELETE {Dav}", 412, $"{W}/dav", null, "If-Match: \"another\""),
        new($"DELETE {Dav}", 204, $"{W}/collection"),
    ];

    private static IEnumerable<Provocation> DavTransfers(string method) =>
    [
        new($"PUT {Dav}", 201, $"{W}/of-{method}", "content"),
        new($"{method} {Dav}", 201, $"{W}/of-{method}", null, $"Destination: {W}/to-{method}"),
        new($"{method} {Dav}", 204, $"{W}/to-{method}", null, $"Destination: {W}/dav"),
        new($"{method} {Dav}", 200, $"{W}/dav", null, $"Destination: {W}/collection", "Prefer: return=representation"),
        new($"PUT {Dav}", method == "COPY" ? 204 : 201, $"{W}/dav", "content"),
        new($"{method} {Dav}", 400, $"{W}/dav"),
        new($"{method} {Dav}", 401, $"{W}/dav", null, $"Destination: {W}/mine") { Who = null },
        new($"{method} {Dav}", 403, $"{W}/dav", null, $"Destination: {W}/dav"),
        new($"{method} {Dav}", 404, $"{W}/nothing", null, $"Destination: {W}/mine"),
        new($"{method} {Dav}", 409, $"{W}/dav", null, $"Destination: {W}/none/dav"),
        new($"{method} {Dav}", 412, $"{W}/dav", null, $"Destination: {W}/collection", "Overwrite: F"),
        new($"{method} {Dav}", 502, $"{W}/dav", null, "Destination: https://another.example/dav/shared/api/dav"),
        new($"{method} {Dav}", 507, $"{W}/large", null, "Destination: /dav/shared/small/large"),
    ];
}
