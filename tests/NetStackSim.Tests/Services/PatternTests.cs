using System.Text;

namespace NetStackSim.Tests.Services;

public sealed class PatternTests
{
    [Fact]
    public void Chargen_FirstLines_AreThoseOfTheRfc()
    {
        byte[] data = new byte[2 * ChargenPattern.LineBytes];
        ChargenPattern.Fill(0, data);

        string text = Encoding.ASCII.GetString(data);
        Assert.StartsWith(" !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg\r\n!\"#$", text);
        Assert.EndsWith("defgh\r\n", text);
    }

    [Fact]
    public void Chargen_OnePeriodLater_IsTheSame()
    {
        byte[] first = new byte[500];
        byte[] later = new byte[500];
        ChargenPattern.Fill(123, first);
        ChargenPattern.Fill(123 + (3L * ChargenPattern.Period), later);

        Assert.Equal(7030, ChargenPattern.Period);
        Assert.Equal(first, later);
    }

    [Fact]
    public void BytePattern_AnyPosition_IsTheFormulaOfItsDocumentation()
    {
        byte[] data = new byte[70_000];
        BytePattern.Fill(65_000, data);

        for (int i = 0; i < data.Length; i++)
        {
            int j = (65_000 + i) % 65_521;
            Assert.Equal((byte)(j ^ (j / 256)), data[i]);
        }

        Assert.Equal(-1, BytePattern.FindDifference(65_000, data));
        data[69_000] ^= 1;
        Assert.Equal(69_000, BytePattern.FindDifference(65_000, data));
    }
}
