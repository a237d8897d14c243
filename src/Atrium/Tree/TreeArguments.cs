using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Atrium.Api;
using Atrium.Client;
using Atrium.CommandLine;
using Atrium.Completions;
using Atrium.Core.Repository;

namespace Atrium.Tree;

/// <summary>What the file commands take: paths of the tree, several of them, with the place that they go to behind them.</summary>
internal static class TreeArguments
{
    /// <summary>One path or more.</summary>
    internal static Argument<string[]> Paths(CommandKit kit, string description)
    {
        var paths = new Argument<string[]>("PATH") { Description = description, Arity = ArgumentArity.OneOrMore };
        paths.Validators.Add(result => Check(result, result.Tokens));
        return paths.Completing(kit);
    }

    /// <summary>One path or more, and the place in the tree that they go to.</summary>
    internal static Argument<string[]> PathsAndPlace(CommandKit kit, string name, string description)
    {
        var paths = new Argument<string[]>(name) { Description = description, Arity = new ArgumentArity(2, 100_000) };
        paths.Validators.Add(result => Check(result, result.Tokens));
        return paths.Completing(kit);
    }

    /// <summary>Says what is wrong with paths of the tree.</summary>
    internal static void Check(ArgumentResult result, IEnumerable<Token> paths)
    {
        foreach (var path in paths.Select(token => token.Value))
        {
            if (!path.StartsWith('/'))
                result.AddError($"A path of the tree begins with a slash, such as /shared/plans; '{path}' does not.");
            else if (NodePath.Parse(path).Refused is { } refused)
                result.AddError(refused.Detail);
        }
    }

    /// <summary>The path as the server writes it.</summary>
    internal static string Normal(string path) => NodePath.Parse(path).Value.ToString();

    /// <summary>The last name of a path.</summary>
    internal static string NameOf(string path) => NodePath.Parse(path).Value.Name;

    /// <summary>
    /// Whether what is brought to a place goes into the folder there under its own name, rather than becoming what is there: where the
    /// place ends with a slash, where several things go there, and where a file would meet a folder.
    /// </summary>
    internal static async Task<bool> GoesIntoAsync(FilesClient files, string place, int count, bool meetsFolders, CancellationToken cancellation)
        => place.EndsWith('/') || count > 1 || (meetsFolders && await StatAsync(files, place, cancellation) is { Kind: "folder" });

    /// <summary>What stands at a path; null where nothing does.</summary>
    internal static async Task<FileRecord?> StatAsync(FilesClient files, string path, CancellationToken cancellation)
    {
        try
        {
            return await files.StatAsync(path, null, cancellation);
        }
        catch (AtriumRefusedException refused) when (refused.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
