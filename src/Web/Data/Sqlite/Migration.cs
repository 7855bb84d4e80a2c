namespace Chameleon.Web.Data.Sqlite;

/// <summary>A step from the version before to this one. Its statements may run again without harm.</summary>
/// <param name="Version">The version that it makes; counts from 1 without gaps.</param>
/// <param name="Script">The statements.</param>
internal sealed record Migration(int Version, string Script);
