namespace Atrium.Core.Repository.Properties;

/// <summary>A property that means something to clients only (RFC 4918, 4.2: dead properties).</summary>
/// <param name="Namespace">Of its name; may be empty.</param>
/// <param name="Name">Within the namespace.</param>
/// <param name="Value">The whole element as XML, with its xml:lang: what a client gave comes back as it was.</param>
public sealed record DeadProperty(string Namespace, string Name, string Value);

/// <summary>A step of a patch.</summary>
/// <param name="Namespace">Of the name.</param>
/// <param name="Name">Within the namespace.</param>
/// <param name="Value">The whole element as XML; null takes the property away, whether it is there or not.</param>
public sealed record PropertyChange(string Namespace, string Name, string? Value);
