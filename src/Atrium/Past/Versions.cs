using System.CommandLine;
using System.Globalization;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Past;

/// <summary><c>atrium versions</c></summary>
internal static class Versions
{
    internal static Command Create(CommandKit kit)
    {
        var path = Parsed.Path("PATH", "A file that is there, or was");
        var command = new ExampleCommand(
            "versions", "List the versions of a file that are kept, newest first",
            "atrium versions /shared/plans/house.pdf", "atrium versions /shared/plans/house.pdf --json")
        {
            path, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var versions = new List<VersionRecord>();
            await foreach (var version in client.Files.VersionsAsync(parsed.GetValue(path)!, cancellation))
                versions.Add(version);
            if (kit.WantsJson(parsed))
            {
                JsonOutput.Write<IReadOnlyList<VersionRecord>>(kit.Shell, versions, json => json.IReadOnlyListVersionRecord);
                return ExitCode.Done;
            }
            var table = new Table(new Column("Version", IsNumber: true), "Since", new Column("Size", IsNumber: true), "Modified", "Author", "");
            foreach (var version in versions)
            {
                table.Add(
                    version.Version.ToString(CultureInfo.InvariantCulture), Moment.Format(version.At, kit.Shell.Clock), ByteSize.Format(version.Size),
                    Moment.Format(version.Modified, kit.Shell.Clock), version.Author ?? "-", version.Current ? "current" : "");
            }
            table.Write(kit.Shell);
            return ExitCode.Done;
        });
        return command;
    }
}
