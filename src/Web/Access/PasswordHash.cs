using System.Globalization;
using System.Security.Cryptography;

namespace Chameleon.Web.Access;

/// <summary>
/// What is kept of a password: PBKDF2 with SHA-256, its rounds and a salt of its own. Slow on purpose, and so no more than
/// a few at once. Thread-safe.
/// </summary>
internal static class PasswordHash
{
    /// <summary>Fewest characters of a password.</summary>
    public const int MinLength = 10;

    /// <summary>Most characters of a password.</summary>
    public const int MaxLength = 256;

    private const string Name = "pbkdf2-sha256";
    private const int Rounds = 600_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const int AtOnce = 2;

    private static readonly SemaphoreSlim Slots = new(AtOnce);

    /// <summary>Takes as long to check as any other, and fits no password.</summary>
    private static readonly string Nobody = $"{Name}${Rounds}${Convert.ToBase64String(new byte[SaltBytes])}${Convert.ToBase64String(new byte[HashBytes])}";

    /// <summary>What is to be kept.</summary>
    public static Task<string> MakeAsync(string password) => RunAsync(() =>
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return $"{Name}${Rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Derive(password, salt, Rounds))}";
    });

    /// <summary>Whether a password is the one of which this was kept.</summary>
    /// <param name="password">The password.</param>
    /// <param name="kept">What was kept; null: nothing, and it takes as long to say no.</param>
    public static Task<bool> FitsAsync(string password, string? kept) => RunAsync(() =>
    {
        var parts = (kept ?? Nobody).Split('$');
        var rounds = int.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture);
        var derived = Derive(password, Convert.FromBase64String(parts[2]), rounds);
        return CryptographicOperations.FixedTimeEquals(derived, Convert.FromBase64String(parts[3])) && kept is not null;
    });

    private static byte[] Derive(string password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA256, HashBytes);

    private static async Task<T> RunAsync<T>(Func<T> work)
    {
        await Slots.WaitAsync();
        try
        {
            return await Task.Run(work);
        }
        finally
        {
            Slots.Release();
        }
    }
}
