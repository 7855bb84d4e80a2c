using Chameleon.Web.Data;

namespace Chameleon.Web.Tests.Data;

public class UserStoreTests
{
    [Fact]
    public async Task Without_login_there_is_one_user()
    {
        await using var store = await TestStore.OpenAsync();
        var local = await store.Store.Users.FindAsync(UserId.Local);
        Assert.Null(local!.PasswordHash);
        Assert.True(local.IsOwner);
    }

    [Fact]
    public async Task Of_many_who_claim_the_page_at_once_one_becomes_its_owner_and_keeps_what_was_there()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync("Before login");

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => store.Store.Users.ClaimOwnerAsync($"owner{i}", $"hash{i}")));

        var owner = Assert.Single(claims, static claim => claim is not null);
        Assert.Equal(UserId.Local, owner!.Id);
        Assert.Equal(owner, await store.Store.Users.FindByNameAsync(owner.Name.ToUpperInvariant()));
        Assert.NotNull(await store.Chats.FindAsync(owner.Id, id));
    }

    [Fact]
    public async Task Names_are_given_once()
    {
        await using var store = await TestStore.OpenAsync();
        Assert.Null(await store.Store.Users.CreateAsync("BOB", "hash"));
        Assert.Null(await store.Store.Users.ClaimOwnerAsync("Bob", "hash"));
        Assert.Equal(["local", "bob"], (await store.Store.Users.ListAsync()).Select(static user => user.Name));
        Assert.Null(await store.Store.Users.FindByNameAsync("bob' OR 1=1 --"));
    }

    [Fact]
    public async Task Passwords_and_preferences_are_replaced()
    {
        await using var store = await TestStore.OpenAsync();
        await store.Store.Users.SetPasswordHashAsync(store.Bob, "new");
        await store.Store.Users.SetPreferencesAsync(store.Bob, """{"theme":"dark"}""");

        Assert.Equal("new", (await store.Store.Users.FindAsync(store.Bob))!.PasswordHash);
        Assert.Equal("""{"theme":"dark"}""", await store.Store.Users.GetPreferencesAsync(store.Bob));
        Assert.Equal("{}", await store.Store.Users.GetPreferencesAsync(UserId.Local));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => store.Store.Users.GetPreferencesAsync(new UserId(99)));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => store.Store.Users.SetPasswordHashAsync(new UserId(99), "x"));
    }
}
