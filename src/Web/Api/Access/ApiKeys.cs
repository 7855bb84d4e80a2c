using System.Security.Cryptography;
using System.Text;
using Chameleon.Web.Access;
using Chameleon.Web.Data;
using Chameleon.Web.Hosting;

namespace Chameleon.Web.Api;

/// <summary>Knows who sends a request by the key that comes with it. Keys are never kept or logged, only their hashes. Thread-safe.</summary>
/// <param name="options">What whoever started the program said.</param>
/// <param name="stored">Keys of users.</param>
internal sealed class ApiKeys(WebOptions options, ApiKeyStore stored)
{
    private const string Scheme = "Bearer ";
    private static readonly ApiCaller Anybody = new("local", UserId.Local, IsCounted: false);
    private readonly byte[]? own = options.ApiKey is { } key ? ApiKeyStore.Hash(key) : null;

    /// <summary>Who sends a request.</summary>
    /// <exception cref="ApiException">A key is asked for, and there is none or a wrong one.</exception>
    public async ValueTask<ApiCaller> FindAsync(HttpContext context)
    {
        if (own is null && !options.Auth)
        {
            return Anybody;
        }

        var given = context.Request.Headers.Authorization.ToString();
        if (!given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw ApiThrow.NoKey();
        }

        var hash = ApiKeyStore.Hash(given[Scheme.Length..].Trim());
        if (own is not null && CryptographicOperations.FixedTimeEquals(hash, own))
        {
            return new ApiCaller("key", UserId.Local, IsCounted: true);
        }

        return options.Auth && await stored.FindAsync(hash, context.RequestAborted) is { } known
            ? new ApiCaller($"key-{known.Id}", known.User, IsCounted: true)
            : throw ApiThrow.WrongKey();
    }
}
