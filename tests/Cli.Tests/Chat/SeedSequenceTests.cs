using Chameleon.Cli.Chat;

namespace Chameleon.Cli.Tests.Chat;

public class SeedSequenceTests
{
    [Fact]
    public void A_seed_gives_the_same_sequence_in_every_process()
    {
        var seeds = new SeedSequence(1);
        Assert.Equal([4307412542716114199, 3991716777541808379], new[] { seeds.Next(), seeds.Next() });
    }

    [Fact]
    public void All_bits_of_the_seed_count() => Assert.NotEqual(new SeedSequence(1).Next(), new SeedSequence(1L << 40).Next());

    [Fact]
    public void Without_a_seed_no_two_conversations_are_alike() => Assert.NotEqual(new SeedSequence(null).Next(), new SeedSequence(null).Next());
}
