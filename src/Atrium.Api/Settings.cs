using System.Text.Json.Serialization;

namespace Atrium.Api;

/// <summary>A setting: <c>GET /api/v1/settings</c>.</summary>
/// <param name="Name">Lower case, with dots and dashes.</param>
/// <param name="Value">What holds.</param>
/// <param name="IsSet">False where the default holds.</param>
/// <param name="Default">What holds while nothing is set.</param>
/// <param name="Type">"number" or "list".</param>
/// <param name="Unit">Of a number: "seconds", "bytes", "bytes per second"; empty for none.</param>
/// <param name="Range">What it may be, in words.</param>
/// <param name="Description">What it does.</param>
public sealed record SettingRecord(
    string Name, string Value, bool IsSet, string Default, string Type, string Unit, string Range, string Description);

/// <summary>The body of <c>PUT /api/v1/settings/{name}</c>.</summary>
/// <param name="Value">As the range says; several with commas between them.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SettingRequest(string Value);
