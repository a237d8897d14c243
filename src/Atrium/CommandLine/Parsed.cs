using System.CommandLine;
using System.CommandLine.Parsing;
using Atrium.Values;

namespace Atrium.CommandLine;

/// <summary>Options and arguments whose text is checked while the command line is read: what is wrong is wrong usage.</summary>
internal static class Parsed
{
    /// <summary>A size, or "none" for no limit (-1).</summary>
    internal static Option<long?> Limit(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SIZE|none",
        CustomParser = result => Text(result) is "none" ? -1 : ByteSize.TryParse(Text(result), out var bytes) ? bytes : Wrong<long?>(result, $"{ByteSize.Forms}, or none"),
    };

    /// <summary>A length of time.</summary>
    internal static Option<TimeSpan?> Length(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = result => TimeLength.TryParse(Text(result), out var length) ? length : Wrong<TimeSpan?>(result, TimeLength.Forms),
    };

    /// <summary>A moment.</summary>
    internal static Option<DateTimeOffset?> At(TimeProvider clock, string description) => Moment(clock, "--at", description);

    /// <summary>A moment, by another name.</summary>
    internal static Option<DateTimeOffset?> Moment(TimeProvider clock, string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result => Values.Moment.TryParse(Text(result), clock, out var moment) ? moment : Wrong<DateTimeOffset?>(result, Values.Moment.Forms),
    };

    /// <summary>A path in the tree of the server.</summary>
    internal static Argument<string> Path(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result => AsPath(result, Text(result)),
    };

    /// <summary>A path in the tree of the server, as an option.</summary>
    internal static Option<string?> PathOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "PATH",
        CustomParser = result => AsPath(result, Text(result)),
    };

    private static string AsPath(ArgumentResult result, string text)
    {
        if (!text.StartsWith('/'))
            return Wrong<string>(result, "a path that begins with a slash, such as /shared/plans")!;
        if (Core.Repository.NodePath.Parse(text).Try(out var path, out var refused))
            return path.ToString();
        result.AddError(refused.Detail);
        return "";
    }

    private static string Text(ArgumentResult result) => result.Tokens[^1].Value;

    private static T? Wrong<T>(ArgumentResult result, string forms)
    {
        var name = result.Parent is OptionResult option ? option.IdentifierToken?.Value ?? option.Option.Name : result.Argument.Name;
        result.AddError($"{name} takes {forms}; '{Text(result)}' is none.");
        return default;
    }
}
