namespace Atrium.Conformance.Api;

/// <content>What many operations have in common.</content>
internal static partial class Provocations
{
    private static IEnumerable<Provocation> Appends(string method) =>
    [
        new($"{method} {Files}", 201, $"{F}/appended-{method}?append", "content"),
        new($"{method} {Files}", 204, $"{F}/appended-{method}?append", "content"),
        new($"{method} {Files}", 400, $"{F}/f", "content"),
        new($"{method} {Files}", 401, $"{F}/f?append", "content") { Who = null },
        new($"{method} {Files}", 403, $"{F}/f?append", "content") { Who = "reader" },
        new($"{method} {Files}", 404, $"{F}/f?append", "content") { Who = "stranger" },
        new($"{method} {Files}", 409, $"{F}/f?append&offset=1", "content"),
        new($"{method} {Files}", 412, $"{F}/f?append", "content", "If-Match: \"another\""),
        new($"{method} {Files}", 415, $"{F}/f?append", "content", "Content-Encoding: gzip"),
        new($"{method} {Files}", 507, "/api/v1/files/shared/small/f?append", TooMuch),
    ];

    private static IEnumerable<Provocation> Transfers(string operation)
    {
        var at = $"/api/v1/operations/{operation}";
        var key = $"POST {at}";
        return
        [
            new(key, 201, at, $$"""{"from":"/shared/api/{{operation}}-1","to":"/shared/api/{{operation}}-to"}"""),
            new(key, 200, at, $$"""{"from":"/shared/api/{{operation}}-2","to":"/shared/api/{{operation}}-to","overwrite":true}"""),
            new(key, 400, at, """{"from":"/shared/api/f"}"""),
            new(key, 401, at, """{"from":"/shared/api/f","to":"/shared/api/g"}""") { Who = null },
            new(key, 403, at, """{"from":"/shared/api/f","to":"/shared/api/g"}""") { Who = "reader" },
            new(key, 404, at, """{"from":"/shared/api/nothing","to":"/shared/api/g"}"""),
            new(key, 409, at, $$"""{"from":"/shared/api/f","to":"/shared/api/{{operation}}-to"}"""),
            new(key, 413, at, Big),
            new(key, 507, at, """{"from":"/shared/api/large","to":"/shared/small/large"}"""),
        ];
    }

    /// <summary>Statuses of what nobody has.</summary>
    private static IEnumerable<Provocation> Unknown(string method, string template, string path) =>
    [
        new($"{method} {template}", 400, $"{path}?nonsense"),
        new($"{method} {template}", 401, path) { Who = null },
        new($"{method} {template}", 404, path),
    ];

    /// <summary>Statuses of whatever only takes a sign-in.</summary>
    private static IEnumerable<Provocation> Administered(string method, string path, int status) =>
    [
        new($"{method} {path}", status, path),
        new($"{method} {path}", 400, $"{path}?nonsense"),
        new($"{method} {path}", 401, path) { Who = null },
    ];

    private static IEnumerable<Provocation> Named(string method, string template, string path, string missing, int status) =>
    [
        new($"{method} {template}", 400, $"{path}?nonsense"),
        new($"{method} {template}", 401, path) { Who = null },
        new($"{method} {template}", 403, path) { Who = "reader" },
        new($"{method} {template}", 404, missing),
        new($"{method} {template}", status, path),
    ];

    private const string ConfigFile = """{"atrium": 1, "groups": { "configured": { "members": ["admin"] } } }""";

    private static IEnumerable<Provocation> Config(string what) =>
    [
        new($"POST /api/v1/config/{what}", 200, $"/api/v1/config/{what}", ConfigFile),
        new($"POST /api/v1/config/{what}", 400, $"/api/v1/config/{what}", """{"atrium": 1, "groups": { "Configured!": {} } }"""),
        new($"POST /api/v1/config/{what}", 401, $"/api/v1/config/{what}", ConfigFile) { Who = null },
        new($"POST /api/v1/config/{what}", 403, $"/api/v1/config/{what}", ConfigFile) { Who = "reader" },
    ];

    /// <summary>What is not to be seen is not there.</summary>
    private static IEnumerable<Provocation> Hidden(string method, string template, string path, string missing, int status) =>
        Named(method, template, path, missing, status).Where(provocation => provocation.Status != 403);

    private static IEnumerable<Provocation> Credentials(string kind, string body) =>
    [
        .. Body($"POST {A}/{kind}", $"/api/v1/accounts/me/{kind}", body, 201),
        new($"POST {A}/{kind}", 403, $"/api/v1/accounts/added/{kind}", body),
        new($"POST {A}/{kind}", 404, $"/api/v1/accounts/none/{kind}", body),
        new($"POST {A}/{kind}", 409, $"/api/v1/accounts/me/{kind}", body),
        .. Named("GET", $"{A}/{kind}", $"/api/v1/accounts/admin/{kind}", $"/api/v1/accounts/none/{kind}", 200),
        .. Named("DELETE", $"{A}/{kind}/{{label}}", $"/api/v1/accounts/admin/{kind}/phone", $"/api/v1/accounts/admin/{kind}/none", 204),
    ];

    private static IEnumerable<Provocation> Body(string operation, string target, string body, int status) =>
    [
        new(operation, status, target, body),
        new(operation, 400, target, "not JSON"),
        new(operation, 401, target, body) { Who = null },
        new(operation, 413, target, Big),
    ];
}
