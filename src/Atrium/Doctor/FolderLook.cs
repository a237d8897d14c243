using Atrium.Core.Examination;
using Atrium.Unix;

namespace Atrium.Doctor;

/// <summary>Who may look into the data folder, and whose its files are.</summary>
internal static class FolderLook
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const UnixFileMode Writing = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>More are the same mistake again: a copy or a restore by another user.</summary>
    private const int Named = 5;

    internal static IEnumerable<Finding> Run(string folder)
    {
        var mode = File.GetUnixFileMode(folder) & Others;
        if (mode != 0)
        {
            yield return new Finding(
                "folder", (mode & Writing) != 0 ? Severity.Problem : Severity.Warning, folder,
                $"Other users of this machine may {((mode & Writing) != 0 ? "change what is in" : "look into")} the data folder.",
                $"chmod 700 {folder}");
        }
        foreach (var entry in Entries(folder).Where(entry => FileFacts.Of(entry) is { } facts && facts.Owner != CurrentProcess.UserId).Take(Named))
        {
            yield return new Finding(
                "folder", Severity.Problem, entry,
                $"It belongs to another user (uid {FileFacts.Of(entry)!.Owner}) than the server (uid {CurrentProcess.UserId}), which may not be able to change it.",
                $"chown -R {CurrentProcess.UserId} {folder}");
        }
    }

    /// <summary>What stands in the folder and in those for keys and certificates; contents are too many to ask each.</summary>
    private static IEnumerable<string> Entries(string folder)
        => Directory.EnumerateFileSystemEntries(folder)
            .Concat(new[] { "tls", "keys", Path.Combine("tls", "certs"), "blobs" }
                .Select(name => Path.Combine(folder, name)).Where(Directory.Exists).SelectMany(Directory.EnumerateFileSystemEntries))
            .Append(folder);
}
