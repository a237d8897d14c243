namespace Atrium.Core.Sites.Options;

/// <summary>Something that can be said of how a site is served.</summary>
/// <param name="Name">As it is called.</param>
/// <param name="Summary">What it does, for a person.</param>
/// <param name="Forms">What can be said.</param>
/// <param name="Default">What holds where nothing is said.</param>
public sealed record SiteOption(string Name, string Summary, string Forms, string Default)
{
    /// <summary>The text in its one form, and the options with it.</summary>
    internal Func<SiteOptions, string, Outcome<(string Text, SiteOptions Options)>> Put { get; init; } = (options, text) => (text, options);

    /// <summary>On or off.</summary>
    internal static SiteOption Switch(string name, string summary, bool holds, Func<SiteOptions, bool, SiteOptions> put) => new(name, summary, "on or off", holds ? "on" : "off")
    {
        Put = (options, text) => text.ToLowerInvariant() is "on" or "off"
            ? (text.ToLowerInvariant(), put(options, text.Equals("on", StringComparison.OrdinalIgnoreCase)))
            : Refused.Invalid($"{name} is on or off, not '{text}'."),
    };
}
