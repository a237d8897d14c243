namespace Atrium.Protocols.Http.Files;

/// <summary>What a browser does with a file.</summary>
internal enum Showing
{
    /// <summary>Shows what cannot run a script, and keeps the rest.</summary>
    ByType,

    /// <summary>Shows a PDF too, in its own reader.</summary>
    InReader,

    /// <summary>Keeps it, also where it could show it.</summary>
    Keep,
}
