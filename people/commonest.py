"""The commonest passwords, without the digits and signs that people put before and after them to make them long."""

_WORDS = """
123qweasdzxc 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qazxsw2 a1b2c3d4
a1b2c3d4e5f6 abc abcd abcde abcdef abcdefg abcdefgh abcdefghi abcdefghij abcdefghijkl abcdefghijklm
access account admin administrator adminadmin administration allowme appeal appeals arsenal asdf asdfasdf asdfgh
asdfghjk asdfghjkl asdfghjklzxcvbnm ashley azerty azertyuiop bailey baseball basketball batman birmingham blink
butterfly changeit changeme changemenow changemeplease charlie cheese chelsea chocolate computer computing
correcthorsebatterystaple covid coronavirus daniel december default defaultpassword dragon drowssap england
everton facebook february football freedom friday generalpractice google guest hannah healthcare hello
helloworld hellohello hospital hunter iamadmin iloveyou iloveyousomuch iloveyouforever internet january jennifer
jessica jordan killer lawyer leeds letmein letmeinnow letmeinplease liverpool liverpoolfc login london manchester
manchesterunited manunited master maternity maverick merseyside michael michelle microsoft midwife monday monkey
mustang mypassword myspace mynameis naruto nationalhealthservice newcastle newpassword nhs nhsengland
nhsresolution nicole ninja nottingham november nothing october onetwothree opensesame pa55w0rd pa55word pass
passcode passpass passphrase passw0rd password passwordpassword passwordone pharmacist pharmacy pharmacyappeal
pokemon primarycare princess p4ssw0rd p@55w0rd p@ssw0rd p@ssword q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 qazwsx
qazwsxedc qazwsxedcrfv qazwsxedcrfvtgb qwaszx qwer qwerasdf qwerasdfzxcv qwert qwerty qwertyqwerty qwertyu
qwertyui qwertyuiop qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm rangers rationale resolution robert root
samsung saturday secret secretpassword secretsecret september shadow solicitor soccer starwars startrek sunday
sunshine superman superuser supersecret surgery system temp temporary temporarypassword test tester testing
testtest thisismypassword thomas thursday tottenham trustno trustnoone tuesday user username vagrant wednesday
welcome welcometo welcomewelcome westham whatever winter spring summer autumn yorkshire zaq12wsx zaq1zaq1 zxcvbn
zxcvbnm zxcvbnmasdfghjkl zxcvbnmasdfghjklqwertyuiop
"""
COMMONEST = frozenset(_WORDS.split())
