namespace NetStackSim.Packets.Tests.Tcp;

public sealed class TcpOptionsTests
{
    [Theory]
    [Trait("Req", "TCP-016")]
    [InlineData("mss ws sack", "020405B4" + "01030308" + "01010402")]
    [InlineData("mss ws sack ts", "020405B4" + "01030308" + "0402080A0000000100000002")]
    [InlineData("mss ws ts", "020405B4" + "01030308" + "0101080A0000000100000002")]
    [InlineData("mss sack", "020405B4" + "01010402")]
    [InlineData("mss sack ts", "020405B4" + "0402080A0000000100000002")]
    [InlineData("mss ws", "020405B4" + "01030308")]
    [InlineData("mss", "020405B4")]
    [InlineData("ts", "0101080A0000000100000002")]
    [InlineData("", "")]
    public void Write_WindowsLayout_IsTheOrderOnTheWire(string present, string expected) =>
        Assert.Equal(expected, Write(Make(present), TcpOptionLayout.Windows));

    [Theory]
    [InlineData("mss ws sack ts", "020405B4" + "0402080A0000000100000002" + "01030308")]
    [InlineData("mss ws sack", "020405B4" + "01010402" + "01030308")]
    [InlineData("mss ws ts", "020405B4" + "0101080A0000000100000002" + "01030308")]
    public void Write_LinuxLayout_IsTheOrderOnTheWire(string present, string expected) =>
        Assert.Equal(expected, Write(Make(present), TcpOptionLayout.Linux));

    [Fact]
    public void Write_SackBlocksWithTimestamps_LeavesOutTheFourth()
    {
        TcpOptions options = Make("ts");
        for (uint i = 0; i < 4; i++)
        {
            Assert.True(options.AddSackBlock(new SackBlock(new SequenceNumber(i * 100), new SequenceNumber((i * 100) + 50))));
        }

        Assert.False(options.AddSackBlock(default));
        string hex = Write(options, TcpOptionLayout.Windows);

        Assert.Equal(40, hex.Length / 2);
        Assert.StartsWith("0101080A0000000100000002" + "0101051A" + "00000000" + "00000032" + "00000064", hex);
    }

    [Fact]
    public void Write_FourSackBlocksAlone_FillTheHeader()
    {
        TcpOptions options = default;
        for (uint i = 0; i < 4; i++)
        {
            options.AddSackBlock(new SackBlock(new SequenceNumber(i), new SequenceNumber(i + 1)));
        }

        Assert.Equal(36, Write(options, TcpOptionLayout.Windows).Length / 2);
    }

    [Fact]
    [Trait("Req", "TCP-195")]
    public void FastOpen_RequestAndCookie_AreWrittenPaddedAndReadBack()
    {
        TcpOptions request = default;
        request.SetFastOpen([]);
        TcpOptions cookie = default;
        cookie.SetFastOpen([1, 2, 3, 4, 5, 6, 7, 8]);

        Assert.Equal("22020101", Write(request, TcpOptionLayout.Windows));
        Assert.Equal("220A0102030405060708" + "0101", Write(cookie, TcpOptionLayout.Windows));
        TcpOptions read = Parse("220A0102030405060708" + "0101", out bool whole);
        Assert.True(whole);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], read.FastOpenCookie.ToArray());
        Assert.True(Parse("22020101", out _).HasFastOpen);
        Assert.True(Parse("22020101", out _).FastOpenCookie.IsEmpty);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(18)]
    public void SetFastOpen_OtherLengths_Throw(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => default(TcpOptions).SetFastOpen(new byte[length]));

    [Fact]
    public void Parse_AllKinds_ReadsEachOnce()
    {
        TcpOptions options = Parse("020405B4" + "030307" + "0402" + "080A1111111122222222" + "050A0000000A00000014" + "FD03AA" + "00", out bool whole);

        Assert.True(whole);
        Assert.Equal(
            TcpOptionSet.MaximumSegmentSize | TcpOptionSet.WindowScale | TcpOptionSet.SackPermitted | TcpOptionSet.Timestamps | TcpOptionSet.Sack | TcpOptionSet.Unknown,
            options.Present);
        Assert.Equal((1460, 7, 0x11111111u, 0x22222222u), (options.MaximumSegmentSize, options.WindowShift, options.TimestampValue, options.TimestampEcho));
        Assert.Equal(1, options.SackCount);
        Assert.Equal(new SackBlock(new SequenceNumber(10), new SequenceNumber(20)), options.GetSackBlock(0));
        Assert.Equal((10u, true), (options.GetSackBlock(0).Length, options.GetSackBlock(0).IsValid));
    }

    [Fact]
    public void Parse_SignatureOptions_AreSeen()
    {
        Assert.Equal(TcpOptionSet.Md5Signature, Parse("1312" + new string('0', 32), out _).Present);
        Assert.Equal(TcpOptionSet.Authentication, Parse("1D100102" + new string('0', 24), out _).Present);
    }

    [Theory]
    [Trait("Req", "TCP-006")]
    [InlineData("020405B4" + "0300", TcpOptionSet.MaximumSegmentSize)]
    [InlineData("020405B4" + "0301", TcpOptionSet.MaximumSegmentSize)]
    [InlineData("020405B4" + "0304AA", TcpOptionSet.MaximumSegmentSize)]
    [InlineData("08", TcpOptionSet.None)]
    [InlineData("0101080A00", TcpOptionSet.None)]
    public void Parse_IllegalLength_KeepsWhatStoodBefore(string hex, TcpOptionSet expected)
    {
        TcpOptions options = Parse(hex, out bool whole);

        Assert.False(whole);
        Assert.True(options.IsMalformed);
        Assert.Equal(expected, options.Present);
    }

    [Theory]
    [Trait("Req", "TCP-005")]
    [InlineData("0205000000")]
    [InlineData("03040708")]
    [InlineData("040300")]
    [InlineData("080800000000" + "0000")]
    [InlineData("0507000000000A")]
    [InlineData("2205010203")]
    [InlineData("0502")]
    public void Parse_KnownKindOfAnotherLength_IsSkippedAsUnknown(string hex)
    {
        TcpOptions options = Parse(hex + "0402", out bool whole);

        Assert.True(whole);
        Assert.Equal(TcpOptionSet.Unknown | TcpOptionSet.SackPermitted, options.Present);
    }

    [Fact]
    public void Parse_AgainWithFewerOptions_ForgetsTheOldOnes()
    {
        TcpOptions options = Parse("050A0000000A00000014" + "22020402", out _);
        options.Parse(Convert.FromHexString("0101080A0000000100000002"));

        Assert.Equal(TcpOptionSet.Timestamps, options.Present);
        Assert.Equal(0, options.SackCount);
        Assert.True(options.FastOpenCookie.IsEmpty);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.GetSackBlock(0));
    }

    [Fact]
    public void TryReadTimestampsOnly_UsualBlock_ReadsBoth()
    {
        Assert.True(TcpOptions.TryReadTimestampsOnly(Convert.FromHexString("0101080A0000000100000002"), out uint value, out uint echo));
        Assert.Equal((1u, 2u), (value, echo));
        Assert.False(TcpOptions.TryReadTimestampsOnly(Convert.FromHexString("080A00000001000000020101"), out _, out _));
        Assert.False(TcpOptions.TryReadTimestampsOnly([], out _, out _));
    }

    private static TcpOptions Make(string present)
    {
        TcpOptions options = default;
        foreach (string name in present.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (name)
            {
                case "mss":
                    options.SetMaximumSegmentSize(1460);
                    break;
                case "ws":
                    options.SetWindowScale(8);
                    break;
                case "sack":
                    options.SetSackPermitted();
                    break;
                default:
                    options.SetTimestamps(1, 2);
                    break;
            }
        }

        return options;
    }

    private static string Write(TcpOptions options, TcpOptionLayout layout)
    {
        byte[] bytes = new byte[40];
        return Convert.ToHexString(bytes, 0, options.Write(bytes, layout));
    }

    private static TcpOptions Parse(string hex, out bool whole)
    {
        TcpOptions options = default;
        whole = options.Parse(Convert.FromHexString(hex));
        return options;
    }
}
