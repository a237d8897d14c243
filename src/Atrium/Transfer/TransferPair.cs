namespace Atrium.Transfer;

/// <summary>What is transferred: a file or a folder on this machine, and its place in the tree.</summary>
/// <param name="Local">A whole path.</param>
/// <param name="Remote">A path of the tree.</param>
internal sealed record TransferPair(string Local, string Remote);
