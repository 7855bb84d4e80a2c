namespace Chameleon.Web.Data;

/// <summary>What a backup did.</summary>
/// <param name="Pictures">How many pictures it holds.</param>
/// <param name="Copied">How many of them were not in the folder before.</param>
/// <param name="Missing">How many the database names but the data folder does not have.</param>
public sealed record BackupReport(int Pictures, int Copied, int Missing);
