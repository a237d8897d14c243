using Atrium.Unix;

namespace Atrium.Transfer;

/// <summary>What happens to one local name.</summary>
/// <param name="Kind">A file, or a folder with nothing in it.</param>
/// <param name="Local">Here.</param>
/// <param name="Remote">There.</param>
internal sealed record ImportJob(FileKind Kind, string Local, string Remote);

/// <summary>A file that was not the same at the end of reading as at its beginning.</summary>
internal sealed class ChangedWhileReadException() : Exception("It changed while it was read: run the command again.");
