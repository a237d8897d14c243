namespace Atrium.Client;

/// <summary>A file to store.</summary>
/// <param name="Path">Its whole path in the tree.</param>
/// <param name="Body">Read from where it stands to its end.</param>
/// <param name="Length">Bytes to come; null when unknown.</param>
/// <param name="Modified">The time of modification to keep; null means now.</param>
public sealed record Upload(string Path, Stream Body, long? Length, DateTimeOffset? Modified = null);
