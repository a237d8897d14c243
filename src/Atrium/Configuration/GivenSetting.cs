namespace Atrium.Configuration;

/// <summary>A key with its values, and where they were written.</summary>
/// <param name="Key">As in the table.</param>
/// <param name="Values">More than one only for a list.</param>
/// <param name="Written">The name it has there: a key of the file, a variable, an option.</param>
/// <param name="Source">The file, "environment", "command line".</param>
internal sealed record GivenSetting(string Key, IReadOnlyList<string> Values, string Written, string Source);
