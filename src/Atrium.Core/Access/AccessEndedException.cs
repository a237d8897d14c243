namespace Atrium.Core.Access;

/// <summary>The caller of a running download may not read any more; what he has got is not whole, and must not look so.</summary>
public sealed class AccessEndedException() : Exception("The right to read ended while it was read.");
