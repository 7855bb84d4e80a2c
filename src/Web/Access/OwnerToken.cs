using System.Security.Cryptography;
using System.Text;

namespace Chameleon.Web.Access;

/// <summary>
/// With which whoever started the program makes themselves its owner: told at the console alone, another one at each
/// start, and good for nothing once there is an owner. Thread-safe.
/// </summary>
internal sealed class OwnerToken
{
    private const int Bytes = 16;

    /// <summary>The token.</summary>
    public string Value { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Whether it is the one.</summary>
    public bool Fits(string? given) => given is not null
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(Value)));
}
